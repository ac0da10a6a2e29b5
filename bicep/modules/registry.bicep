import { roles } from 'roles.bicep'

@description('Region of the registry.')
param location string

@description('Tags of every resource.')
param tags object

@description('Globally unique name of the registry.')
param name string

@description('The registry answers on private endpoints, and to operators\' addresses if any are given. Needs the Premium tier.')
param privateEndpoints bool

@description('Addresses or ranges from which images may be pushed; empty closes it.')
param operatorAddresses string[]

@description('Principal of the edge, which pulls.')
param edgePrincipalId string

resource registry 'Microsoft.ContainerRegistry/registries@2025-04-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: privateEndpoints ? 'Premium' : 'Basic' }
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
    publicNetworkAccess: privateEndpoints && empty(operatorAddresses) ? 'Disabled' : 'Enabled'
    networkRuleBypassOptions: privateEndpoints ? 'None' : 'AzureServices'
    networkRuleSet: privateEndpoints
      ? { defaultAction: 'Deny', ipRules: map(operatorAddresses, address => { action: 'Allow', value: address }) }
      : null
  }
}

resource edgeImages 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, edgePrincipalId, roles.acrPull)
  scope: registry
  properties: {
    principalId: edgePrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.acrPull)
  }
}

@description('Resource id of the registry.')
output registryId string = registry.id

@description('Host name images are pushed to and pulled from.')
output loginServer string = registry.properties.loginServer
