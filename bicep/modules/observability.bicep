import { roles } from 'roles.bicep'

@description('Region of the workspace.')
param location string

@description('Tags of every resource.')
param tags object

@description('Ends the name of every resource, for example dev.')
param suffix string

@description('How long logs are kept, in days.')
@minValue(30)
@maxValue(730)
param retentionInDays int

@description('Ingestion per day at which the workspace stops taking logs, in GB; -1 for no cap.')
param dailyCapInGb int

@description('Telemetry goes through the private link scope only.')
param privateEndpoints bool

@description('Principals that send telemetry.')
param publisherPrincipalIds string[]

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: 'log-parley-${suffix}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionInDays
    workspaceCapping: { dailyQuotaGb: dailyCapInGb }
    publicNetworkAccessForIngestion: privateEndpoints ? 'Disabled' : 'Enabled'
    // People read workbooks and logs from where they are, with their own Entra account.
    publicNetworkAccessForQuery: 'Enabled'
    features: {
      disableLocalAuth: true
      enableLogAccessUsingOnlyResourcePermissions: true
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-parley-${suffix}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
    DisableIpMasking: false
    IngestionMode: 'LogAnalytics'
    publicNetworkAccessForIngestion: privateEndpoints ? 'Disabled' : 'Enabled'
    publicNetworkAccessForQuery: 'Enabled'
  }
}

resource publishers 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for principalId in publisherPrincipalIds: {
    name: guid(insights.id, principalId, roles.monitoringMetricsPublisher)
    scope: insights
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.monitoringMetricsPublisher)
    }
  }
]

resource linkScope 'Microsoft.Insights/privateLinkScopes@2021-09-01' = if (privateEndpoints) {
  name: 'ampls-parley-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    accessModeSettings: {
      ingestionAccessMode: 'PrivateOnly'
      queryAccessMode: 'Open'
    }
  }
}

resource linkedWorkspace 'Microsoft.Insights/privateLinkScopes/scopedResources@2021-09-01' = if (privateEndpoints) {
  parent: linkScope
  name: 'workspace'
  properties: { linkedResourceId: workspace.id }
}

resource linkedInsights 'Microsoft.Insights/privateLinkScopes/scopedResources@2021-09-01' = if (privateEndpoints) {
  parent: linkScope
  name: 'insights'
  properties: { linkedResourceId: insights.id }
}

@description('Resource id of the Log Analytics workspace.')
output workspaceId string = workspace.id

@description('Resource id of Application Insights.')
output insightsId string = insights.id

@description('Where telemetry goes; without an Entra token it is refused.')
output connectionString string = insights.properties.ConnectionString

@description('Resource id of the private link scope, empty without private endpoints.')
output linkScopeId string = privateEndpoints ? linkScope.id : ''
