import { roles } from 'roles.bicep'
import { hubs } from 'names.bicep'

// A partition is chosen by hash of the instrument. Another count sends an instrument's ticks to another partition while older
// ones still wait in the first, and order within an instrument is lost: ask for as many as the largest desk will need.
@export()
@description('Partitions of each hub, fixed when the hub is created.')
type partitionPlan = {
  @description('Market batches.')
  ticks: int
  @description('Order intents.')
  intents: int
  @description('Decisions.')
  decisions: int
}

@description('Region of the namespace.')
param location string

@description('Tags of every resource.')
param tags object

@description('Globally unique name of the namespace.')
param name string

@description('Throughput units the namespace starts with.')
@minValue(1)
@maxValue(20)
param throughputUnits int

@description('Throughput units the namespace may grow to by itself.')
@minValue(1)
@maxValue(20)
param throughputUnitsMax int

@description('Partitions of each hub. Never change one after creation.')
param partitions partitionPlan

@description('How long events can be read again, in hours.')
@minValue(1)
@maxValue(168)
param retentionHours int

@description('The namespace answers on private endpoints only.')
param privateEndpoints bool

@description('Workspace that keeps the operational log.')
param workspaceId string

@description('Principal of the functions app.')
param functionsPrincipalId string

@description('Principal of the edge.')
param edgePrincipalId string

resource namespace 'Microsoft.EventHub/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Standard', tier: 'Standard', capacity: throughputUnits }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    isAutoInflateEnabled: throughputUnitsMax > throughputUnits
    maximumThroughputUnits: throughputUnitsMax > throughputUnits ? throughputUnitsMax : 0
    publicNetworkAccess: privateEndpoints ? 'Disabled' : 'Enabled'
  }
}

resource ticks 'Microsoft.EventHub/namespaces/eventhubs@2024-01-01' = {
  parent: namespace
  name: hubs.ticks.name
  properties: {
    partitionCount: partitions.ticks
    retentionDescription: { cleanupPolicy: 'Delete', retentionTimeInHours: retentionHours }
  }
}

resource ticksGroups 'Microsoft.EventHub/namespaces/eventhubs/consumergroups@2024-01-01' = [
  for group in hubs.ticks.consumerGroups: {
    parent: ticks
    name: group
  }
]

resource intents 'Microsoft.EventHub/namespaces/eventhubs@2024-01-01' = {
  parent: namespace
  name: hubs.intents.name
  properties: {
    partitionCount: partitions.intents
    retentionDescription: { cleanupPolicy: 'Delete', retentionTimeInHours: retentionHours }
  }
}

resource intentsGroups 'Microsoft.EventHub/namespaces/eventhubs/consumergroups@2024-01-01' = [
  for group in hubs.intents.consumerGroups: {
    parent: intents
    name: group
  }
]

resource decisions 'Microsoft.EventHub/namespaces/eventhubs@2024-01-01' = {
  parent: namespace
  name: hubs.decisions.name
  properties: {
    partitionCount: partitions.decisions
    retentionDescription: { cleanupPolicy: 'Delete', retentionTimeInHours: retentionHours }
  }
}

resource decisionsGroups 'Microsoft.EventHub/namespaces/eventhubs/consumergroups@2024-01-01' = [
  for group in hubs.decisions.consumerGroups: {
    parent: decisions
    name: group
  }
]

resource edgeTicks 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(ticks.id, edgePrincipalId, roles.eventHubsDataSender)
  scope: ticks
  properties: {
    principalId: edgePrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.eventHubsDataSender)
  }
}

resource edgeIntents 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(intents.id, edgePrincipalId, roles.eventHubsDataReceiver)
  scope: intents
  properties: {
    principalId: edgePrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.eventHubsDataReceiver)
  }
}

resource functionsTicks 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(ticks.id, functionsPrincipalId, roles.eventHubsDataReceiver)
  scope: ticks
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.eventHubsDataReceiver)
  }
}

resource functionsIntents 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(intents.id, functionsPrincipalId, roles.eventHubsDataSender)
  scope: intents
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.eventHubsDataSender)
  }
}

resource functionsDecisions 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(decisions.id, functionsPrincipalId, roles.eventHubsDataSender)
  scope: decisions
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.eventHubsDataSender)
  }
}

resource operations 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: namespace
  name: 'operations'
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'OperationalLogs', enabled: true }]
  }
}

@description('Resource id of the namespace.')
output namespaceId string = namespace.id

@description('Host name of the namespace, which clients want.')
output hostName string = '${namespace.name}.servicebus.windows.net'
