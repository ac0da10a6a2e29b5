@description('Region of the endpoints.')
param location string

@description('Tags of every resource.')
param tags object

@description('Ends the name of every resource, for example prod.')
param suffix string

@description('Network in which the names resolve to private addresses.')
param networkId string

@description('Subnet of the endpoints.')
param subnetId string

@description('Private DNS zones, each once.')
param zones string[]

@description('What gets an endpoint.')
param links {
  @description('Ends the name of the endpoint.')
  name: string
  @description('The resource behind it.')
  resourceId: string
  @description('Which of its services.')
  groupId: string
  @description('Zones its names are written into.')
  zones: string[]
}[]

resource dnsZones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for zone in zones: {
    name: zone
    location: 'global'
    tags: tags
  }
]

resource zoneLinks 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (zone, i) in zones: {
    parent: dnsZones[i]
    name: 'parley-${suffix}'
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: { id: networkId }
    }
  }
]

resource endpoints 'Microsoft.Network/privateEndpoints@2024-07-01' = [
  for link in links: {
    name: 'pe-parley-${link.name}-${suffix}'
    location: location
    tags: tags
    properties: {
      subnet: { id: subnetId }
      privateLinkServiceConnections: [
        {
          name: link.name
          properties: {
            privateLinkServiceId: link.resourceId
            groupIds: [link.groupId]
          }
        }
      ]
    }
  }
]

// Azure keeps the records of a zone right while several endpoints write into it, if they do so one after the other.
@batchSize(1)
resource zoneGroups 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-07-01' = [
  for (link, i) in links: {
    parent: endpoints[i]
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        for zone in link.zones: {
          name: replace(zone, '.', '-')
          properties: { privateDnsZoneId: resourceId('Microsoft.Network/privateDnsZones', zone) }
        }
      ]
    }
    dependsOn: [dnsZones]
  }
]
