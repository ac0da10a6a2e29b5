import { roles } from 'roles.bicep'

@description('Region of the scheduler.')
param location string

@description('Tags of every resource.')
param tags object

@description('Globally unique name of the scheduler.')
param name string

@description('Consumption bills per action, Dedicated per unit of capacity.')
@allowed(['Consumption', 'Dedicated'])
param sku string

@description('The scheduler answers on private endpoints only.')
param privateEndpoints bool

@description('Principal of the functions app.')
param functionsPrincipalId string

@description('Client id of the functions app.')
param functionsClientId string

resource scheduler 'Microsoft.DurableTask/schedulers@2026-02-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: sku == 'Dedicated' ? { name: 'Dedicated', capacity: 1 } : { name: 'Consumption' }
    publicNetworkAccess: privateEndpoints ? 'Disabled' : 'Enabled'
    // An empty list refuses everybody; who may enter is decided by the role below, not by an address.
    ipAllowlist: privateEndpoints ? [] : ['0.0.0.0/0']
  }
}

resource taskHub 'Microsoft.DurableTask/schedulers/taskHubs@2026-02-01' = {
  parent: scheduler
  name: 'parley'
  properties: {}
}

resource functionsTasks 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(taskHub.id, functionsPrincipalId, roles.durableTaskDataContributor)
  scope: taskHub
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.durableTaskDataContributor)
  }
}

@description('Resource id of the scheduler.')
output schedulerId string = scheduler.id

@description('How the functions app reaches the scheduler; holds no secret.')
output connectionString string = 'Endpoint=${scheduler.properties.endpoint};Authentication=ManagedIdentity;ClientID=${functionsClientId}'

@description('Name of the task hub.')
output taskHubName string = taskHub.name
