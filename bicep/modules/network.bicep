@description('Region of the network.')
param location string

@description('Tags of every resource.')
param tags object

@description('Ends the name of every resource, for example dev.')
param suffix string

@description('Address space of the network, a /16.')
param addressPrefix string

@description('How many static addresses the desk leaves from. The venue allows orders from these and no others.')
@minValue(1)
@maxValue(4)
param egressAddresses int

resource addresses 'Microsoft.Network/publicIPAddresses@2024-07-01' = [
  for i in range(0, egressAddresses): {
    name: 'pip-parley-egress-${i}-${suffix}'
    location: location
    tags: tags
    sku: { name: 'Standard' }
    properties: {
      publicIPAllocationMethod: 'Static'
      publicIPAddressVersion: 'IPv4'
    }
  }
]

resource nat 'Microsoft.Network/natGateways@2024-07-01' = {
  name: 'ng-parley-${suffix}'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: {
    idleTimeoutInMinutes: 10
    publicIpAddresses: [for i in range(0, egressAddresses): { id: addresses[i].id }]
  }
}

// The default rules already refuse whatever comes from outside the network; the last rule says so where one looks first.
resource inbound 'Microsoft.Network/networkSecurityGroups@2024-07-01' = {
  name: 'nsg-parley-${suffix}'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'DenyInternetInbound'
        properties: {
          description: 'Nothing from the internet reaches the edge or a private endpoint.'
          direction: 'Inbound'
          access: 'Deny'
          priority: 4000
          protocol: '*'
          sourceAddressPrefix: 'Internet'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2024-07-01' = {
  name: 'vnet-parley-${suffix}'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addressPrefix] }
    subnets: [
      {
        name: 'functions'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 24, 0)
          natGateway: { id: nat.id }
          networkSecurityGroup: { id: inbound.id }
          delegations: [{ name: 'environments', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'edge'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 24, 1)
          natGateway: { id: nat.id }
          networkSecurityGroup: { id: inbound.id }
          delegations: [{ name: 'environments', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 24, 2)
          networkSecurityGroup: { id: inbound.id }
          privateEndpointNetworkPolicies: 'Enabled'
        }
      }
    ]
  }
}

@description('Resource id of the virtual network.')
output networkId string = network.id

@description('Subnet of the functions app.')
output functionsSubnetId string = resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'functions')

@description('Subnet of the edge.')
output edgeSubnetId string = resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'edge')

@description('Subnet of the private endpoints.')
output endpointsSubnetId string = resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'endpoints')

@description('Static addresses the desk leaves from, to be allowed at the venue.')
output egressAddresses array = [for i in range(0, egressAddresses): addresses[i].properties.ipAddress]
