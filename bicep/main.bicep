targetScope = 'subscription'

import { partitionPlan } from 'modules/eventHubs.bicep'
import { model } from 'modules/openAi.bicep'

@description('Which of the three desks this is. They differ by their parameters and by nothing else.')
@allowed(['dev', 'test', 'prod'])
param environmentName string

@description('Name of the azd environment, by which azd finds what it deployed.')
@minLength(1)
@maxLength(64)
param azdEnvironmentName string

@description('Region of the desk: the one next to the venue.')
param location string

@description('Region of the language models, which are not offered everywhere.')
param modelLocation string

@description('Part of every globally unique name. Raise it to deploy again while a deleted vault still holds the old name.')
@maxLength(8)
param generation string

@description('Object id of the deployment workflow\'s service principal; empty when people deploy.')
param deployerPrincipalId string

@description('Application (client) id of the Entra app registration callers ask tokens for.')
@minLength(36)
@maxLength(36)
param entraClientId string

@description('Address space of the network, a /16.')
param addressPrefix string

@description('How many static addresses the desk leaves from.')
param egressAddresses int

@description('Reach every service through private endpoints and close their public ones.')
param privateEndpoints bool

@description('Addresses or ranges from which people reach the vault and the registry while private endpoints are on; empty closes both.')
param operatorAddresses string[]

@description('Spread what can be spread over zones.')
param zoneRedundant bool

@description('How long logs are kept, in days.')
param logRetentionDays int

@description('Ingestion of logs per day, in GB, at which they stop; -1 for no cap.')
param logDailyCapInGb int

@description('Redundancy of the state account.')
param stateSku string

@description('Redundancy of the ledger account.')
param ledgerSku string

@description('How long deleted or overwritten blobs can be had back, in days.')
param recoveryDays int

@description('How long a ledger digest can be neither changed nor deleted, in days.')
param digestRetentionDays int

@description('Event Hubs throughput units to start with.')
param throughputUnits int

@description('Event Hubs throughput units to grow to.')
param throughputUnitsMax int

@description('Partitions of the hubs ticks, intents and decisions. Never change one after creation.')
param partitions partitionPlan

@description('How long events can be read again, in hours.')
param eventRetentionHours int

@description('Durable Task Scheduler: Consumption or Dedicated.')
param durableSku string

@description('Language models: name, model, version, sku and capacity of each.')
param models model[]

@description('Function instances that always wait for orchestrations.')
param alwaysReadyDurable int

@description('Function instances that always wait for requests.')
param alwaysReadyHttp int

@description('Function instances the app may grow to.')
param functionInstancesMax int

@description('Memory of a function instance, in MB.')
param functionMemoryInMb int

@description('Configuration profile the desk starts from, for example paper. The profile live refuses to start without a certificate.')
param profile string

@description('Which market the edge takes in, as its command line says it, for example --synthetic.')
param market string[]

@description('Chat the desk talks to in Telegram; empty for none.')
param telegramChat string

@description('Role that may read and add rows of the ledger and nothing else, made once per subscription.')
param ledgerAppenderRoleId string

@description('Image of the edge by digest; empty before the first build.')
param edgeImage string

@description('Image with llama.cpp\'s server and its model by digest; empty for none.')
param llamaImage string

@description('Workload profile the edge runs on: Consumption, or a dedicated one such as D4.')
param edgeProfile string

@description('How long a stopping edge may finish and release its lease, in seconds.')
param edgeDrainSeconds int

@description('Who is written to when something is wrong.')
@minLength(1)
param alertEmails string[]

@description('Address of a PagerDuty integration; empty for none.')
@secure()
param pagerDutyUrl string

@description('What the desk may cost in a month, in the currency of the subscription.')
param monthlyBudget int

@description('First day of the month of the first deployment.')
param budgetStart string

var tags = {
  product: 'parley'
  environment: environmentName
  'azd-env-name': azdEnvironmentName
}
var unique = toLower(uniqueString(subscription().id, location, environmentName, generation))
var storageSuffix = environment().suffixes.storage

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-parley-${environmentName}'
  location: location
  tags: tags
}

module identities 'modules/identities.bicep' = {
  scope: group
  name: 'parley-identities'
  params: {
    location: location
    tags: tags
    suffix: environmentName
  }
}

module observability 'modules/observability.bicep' = {
  scope: group
  name: 'parley-observability'
  params: {
    location: location
    tags: tags
    suffix: environmentName
    retentionInDays: logRetentionDays
    dailyCapInGb: logDailyCapInGb
    privateEndpoints: privateEndpoints
    publisherPrincipalIds: [identities.outputs.functionsPrincipalId, identities.outputs.edgePrincipalId]
  }
}

module network 'modules/network.bicep' = {
  scope: group
  name: 'parley-network'
  params: {
    location: location
    tags: tags
    suffix: environmentName
    addressPrefix: addressPrefix
    egressAddresses: egressAddresses
  }
}

module state 'modules/stateStorage.bicep' = {
  scope: group
  name: 'parley-state'
  params: {
    location: location
    tags: tags
    name: 'stparley${unique}'
    sku: stateSku
    recoveryDays: recoveryDays
    privateEndpoints: privateEndpoints
    functionsPrincipalId: identities.outputs.functionsPrincipalId
    edgePrincipalId: identities.outputs.edgePrincipalId
  }
}

module ledger 'modules/ledger.bicep' = {
  scope: group
  name: 'parley-ledger'
  params: {
    location: location
    tags: tags
    name: 'stledger${unique}'
    sku: ledgerSku
    recoveryDays: recoveryDays
    digestRetentionDays: digestRetentionDays
    privateEndpoints: privateEndpoints
    workspaceId: observability.outputs.workspaceId
    appenderRoleId: ledgerAppenderRoleId
    edgePrincipalId: identities.outputs.edgePrincipalId
    functionsPrincipalId: identities.outputs.functionsPrincipalId
  }
}

module eventHubs 'modules/eventHubs.bicep' = {
  scope: group
  name: 'parley-event-hubs'
  params: {
    location: location
    tags: tags
    name: 'evhns-parley-${unique}'
    throughputUnits: throughputUnits
    throughputUnitsMax: throughputUnitsMax
    partitions: partitions
    retentionHours: eventRetentionHours
    privateEndpoints: privateEndpoints
    workspaceId: observability.outputs.workspaceId
    functionsPrincipalId: identities.outputs.functionsPrincipalId
    edgePrincipalId: identities.outputs.edgePrincipalId
  }
}

module durable 'modules/durable.bicep' = {
  scope: group
  name: 'parley-durable'
  params: {
    location: location
    tags: tags
    name: 'dts-parley-${unique}'
    sku: durableSku
    privateEndpoints: privateEndpoints
    functionsPrincipalId: identities.outputs.functionsPrincipalId
    functionsClientId: identities.outputs.functionsClientId
  }
}

module keyVault 'modules/keyVault.bicep' = {
  scope: group
  name: 'parley-key-vault'
  params: {
    location: location
    tags: tags
    name: 'kv-parley-${unique}'
    privateEndpoints: privateEndpoints
    operatorAddresses: operatorAddresses
    workspaceId: observability.outputs.workspaceId
    functionsPrincipalId: identities.outputs.functionsPrincipalId
    edgePrincipalId: identities.outputs.edgePrincipalId
    deployerPrincipalId: deployerPrincipalId
  }
}

module openAi 'modules/openAi.bicep' = {
  scope: group
  name: 'parley-open-ai'
  params: {
    location: modelLocation
    tags: tags
    name: 'oai-parley-${unique}'
    deployments: models
    privateEndpoints: privateEndpoints
    workspaceId: observability.outputs.workspaceId
    functionsPrincipalId: identities.outputs.functionsPrincipalId
  }
}

module registry 'modules/registry.bicep' = {
  scope: group
  name: 'parley-registry'
  params: {
    location: location
    tags: tags
    name: 'crparley${unique}'
    privateEndpoints: privateEndpoints
    operatorAddresses: operatorAddresses
    edgePrincipalId: identities.outputs.edgePrincipalId
  }
}

module privateLinks 'modules/privateLinks.bicep' = if (privateEndpoints) {
  scope: group
  name: 'parley-private-links'
  params: {
    location: location
    tags: tags
    suffix: environmentName
    networkId: network.outputs.networkId
    subnetId: network.outputs.endpointsSubnetId
    zones: [
      'privatelink.blob.${storageSuffix}'
      'privatelink.queue.${storageSuffix}'
      'privatelink.table.${storageSuffix}'
      'privatelink.servicebus.windows.net'
      'privatelink.vaultcore.azure.net'
      'privatelink.openai.azure.com'
      'privatelink.azurecr.io'
      'privatelink.durabletask.io'
      'privatelink.monitor.azure.com'
      'privatelink.oms.opinsights.azure.com'
      'privatelink.ods.opinsights.azure.com'
      'privatelink.agentsvc.azure-automation.net'
    ]
    links: [
      { name: 'state-blob', resourceId: state.outputs.accountId, groupId: 'blob', zones: ['privatelink.blob.${storageSuffix}'] }
      { name: 'state-queue', resourceId: state.outputs.accountId, groupId: 'queue', zones: ['privatelink.queue.${storageSuffix}'] }
      { name: 'state-table', resourceId: state.outputs.accountId, groupId: 'table', zones: ['privatelink.table.${storageSuffix}'] }
      { name: 'ledger-blob', resourceId: ledger.outputs.accountId, groupId: 'blob', zones: ['privatelink.blob.${storageSuffix}'] }
      { name: 'ledger-table', resourceId: ledger.outputs.accountId, groupId: 'table', zones: ['privatelink.table.${storageSuffix}'] }
      { name: 'event-hubs', resourceId: eventHubs.outputs.namespaceId, groupId: 'namespace', zones: ['privatelink.servicebus.windows.net'] }
      { name: 'key-vault', resourceId: keyVault.outputs.vaultId, groupId: 'vault', zones: ['privatelink.vaultcore.azure.net'] }
      { name: 'open-ai', resourceId: openAi.outputs.accountId, groupId: 'account', zones: ['privatelink.openai.azure.com'] }
      { name: 'registry', resourceId: registry.outputs.registryId, groupId: 'registry', zones: ['privatelink.azurecr.io'] }
      { name: 'durable', resourceId: durable.outputs.schedulerId, groupId: 'scheduler', zones: ['privatelink.durabletask.io'] }
      {
        name: 'monitor'
        resourceId: observability.outputs.linkScopeId
        groupId: 'azuremonitor'
        zones: [
          'privatelink.monitor.azure.com'
          'privatelink.oms.opinsights.azure.com'
          'privatelink.ods.opinsights.azure.com'
          'privatelink.agentsvc.azure-automation.net'
          'privatelink.blob.${storageSuffix}'
        ]
      }
    ]
  }
}

module functions 'modules/functions.bicep' = {
  scope: group
  name: 'parley-functions'
  params: {
    location: location
    tags: tags
    suffix: environmentName
    name: 'func-parley-${unique}'
    profile: profile
    telegramChat: telegramChat
    identityId: identities.outputs.functionsId
    identityClientId: identities.outputs.functionsClientId
    subnetId: network.outputs.functionsSubnetId
    hostAccountName: state.outputs.accountName
    deploymentContainerUrl: state.outputs.deploymentContainerUrl
    entraClientId: entraClientId
    alwaysReadyDurable: alwaysReadyDurable
    alwaysReadyHttp: alwaysReadyHttp
    instancesMax: functionInstancesMax
    instanceMemoryInMb: functionMemoryInMb
    zoneRedundant: zoneRedundant
    endpoints: {
      eventHubs: eventHubs.outputs.hostName
      tables: state.outputs.tableEndpoint
      blobs: state.outputs.blobEndpoint
      ledgerTables: ledger.outputs.tableEndpoint
      openAi: openAi.outputs.endpoint
      durableTask: durable.outputs.connectionString
      taskHub: durable.outputs.taskHubName
      insights: observability.outputs.connectionString
    }
  }
  // Without its private endpoints the host would find its storage closed.
  dependsOn: [privateLinks]
}

module edge 'modules/edge.bicep' = {
  scope: group
  name: 'parley-edge'
  params: {
    location: location
    tags: tags
    suffix: environmentName
    identityId: identities.outputs.edgeId
    identityClientId: identities.outputs.edgeClientId
    subnetId: network.outputs.edgeSubnetId
    registryServer: registry.outputs.loginServer
    image: edgeImage
    llamaImage: llamaImage
    profile: profile
    market: market
    workloadProfile: edgeProfile
    zoneRedundant: zoneRedundant
    drainSeconds: edgeDrainSeconds
    workspaceId: observability.outputs.workspaceId
    endpoints: {
      eventHubs: eventHubs.outputs.hostName
      tables: state.outputs.tableEndpoint
      blobs: state.outputs.blobEndpoint
      ledgerTables: ledger.outputs.tableEndpoint
      keyVault: keyVault.outputs.vaultUri
      insights: observability.outputs.connectionString
    }
  }
  dependsOn: [privateLinks]
}

module workbooks 'modules/workbooks.bicep' = {
  scope: group
  name: 'parley-workbooks'
  params: {
    location: location
    tags: tags
    suffix: environmentName
    workspaceId: observability.outputs.workspaceId
  }
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  name: 'parley-alerts'
  params: {
    location: location
    tags: tags
    suffix: environmentName
    emails: alertEmails
    pagerDutyUrl: pagerDutyUrl
    workspaceId: observability.outputs.workspaceId
    eventHubsId: eventHubs.outputs.namespaceId
    ledgerAccountId: ledger.outputs.accountId
    vaultId: keyVault.outputs.vaultId
    edgeId: edge.outputs.appId
  }
}

module budget 'modules/budget.bicep' = {
  scope: group
  name: 'parley-budget'
  params: {
    suffix: environmentName
    amount: monthlyBudget
    startDate: budgetStart
    emails: alertEmails
    actionGroupId: alerts.outputs.actionGroupId
  }
}

@description('Region of the desk, for azd.')
output AZURE_LOCATION string = location

@description('Tenant of the desk, for azd.')
output AZURE_TENANT_ID string = tenant().tenantId

@description('Resource group of the desk.')
output AZURE_RESOURCE_GROUP string = group.name

@description('Registry that azd pushes the edge to.')
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = registry.outputs.loginServer

@description('Vault that takes the secrets.')
output AZURE_KEY_VAULT_NAME string = keyVault.outputs.vaultName

@description('Name of the functions app.')
output SERVICE_FUNCTIONS_NAME string = functions.outputs.appName

@description('Address of the functions app.')
output SERVICE_FUNCTIONS_URI string = functions.outputs.uri

@description('Name of the edge.')
output SERVICE_EDGE_NAME string = edge.outputs.appName

@description('Static addresses to allow at the venue before a trade key can work.')
output PARLEY_EGRESS_ADDRESSES array = network.outputs.egressAddresses

@description('Application Insights, where the desk is watched.')
output PARLEY_INSIGHTS_ID string = observability.outputs.insightsId
