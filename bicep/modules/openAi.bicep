import { roles } from 'roles.bicep'

@export()
@description('A model and how much of it.')
type model = {
  @description('Name the desk calls it by.')
  name: string
  @description('Name of the model.')
  model: string
  @description('Version of the model.')
  version: string
  @description('Kind of deployment, for example GlobalStandard.')
  sku: string
  @description('Thousands of tokens per minute.')
  capacity: int
}

@description('Region of the account; models differ by region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Globally unique name of the account, also its subdomain.')
param name string

@description('Models, each pinned to a version: a model that changes by itself is another model (T-13).')
param deployments model[]

@description('The account answers on private endpoints only.')
param privateEndpoints bool

@description('Workspace that keeps who called.')
param workspaceId string

@description('Principal of the functions app.')
param functionsPrincipalId string

resource account 'Microsoft.CognitiveServices/accounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'OpenAI'
  sku: { name: 'S0' }
  properties: {
    customSubDomainName: name
    disableLocalAuth: true
    publicNetworkAccess: privateEndpoints ? 'Disabled' : 'Enabled'
    networkAcls: { defaultAction: privateEndpoints ? 'Deny' : 'Allow' }
  }
}

// One after the other: the service refuses a second change to an account while the first is under way.
@batchSize(1)
resource models 'Microsoft.CognitiveServices/accounts/deployments@2025-06-01' = [
  for deployment in deployments: {
    parent: account
    name: deployment.name
    sku: { name: deployment.sku, capacity: deployment.capacity }
    properties: {
      model: { format: 'OpenAI', name: deployment.model, version: deployment.version }
      versionUpgradeOption: 'NoAutoUpgrade'
    }
  }
]

resource functionsModels 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, functionsPrincipalId, roles.openAiUser)
  scope: account
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.openAiUser)
  }
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account
  name: 'audit'
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'Audit', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

@description('Resource id of the account.')
output accountId string = account.id

@description('Address of the account, for the functions app.')
output endpoint string = account.properties.endpoint
