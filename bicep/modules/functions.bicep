import { openPaths } from 'names.bicep'

@description('Region of the app.')
param location string

@description('Tags of every resource.')
param tags object

@description('Ends the name of the plan, for example dev.')
param suffix string

@description('Globally unique name of the app.')
param name string

@description('Configuration profile the desk starts from, for example paper.')
param profile string

@description('Chat the desk talks to in Telegram; empty for none.')
param telegramChat string

@description('Resource id of the identity the app acts as.')
param identityId string

@description('Client id of that identity.')
param identityClientId string

@description('Subnet the app leaves through.')
param subnetId string

@description('Name of the account the Functions host keeps its own state in.')
param hostAccountName string

@description('Blob container the package is deployed to.')
param deploymentContainerUrl string

@description('Application (client) id of the app registration callers ask tokens for.')
param entraClientId string

@description('Instances that always wait for orchestrations.')
@minValue(0)
@maxValue(10)
param alwaysReadyDurable int

@description('Instances that always wait for requests.')
@minValue(0)
@maxValue(10)
param alwaysReadyHttp int

@description('Instances the app may grow to.')
@minValue(40)
@maxValue(1000)
param instancesMax int

@description('Memory of one instance, in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryInMb int

@description('Spread the plan over zones.')
param zoneRedundant bool

@description('Where the app finds everything else; no value is a secret.')
param endpoints {
  @description('Host name of the Event Hubs namespace.')
  eventHubs: string
  @description('Tables of the state account.')
  tables: string
  @description('Blobs of the state account.')
  blobs: string
  @description('Tables of the ledger account.')
  ledgerTables: string
  @description('Azure OpenAI.')
  openAi: string
  @description('Durable Task Scheduler, as a connection string without a secret.')
  durableTask: string
  @description('Task hub.')
  taskHub: string
  @description('Application Insights.')
  insights: string
}

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: 'plan-parley-${suffix}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: {
    reserved: true
    zoneRedundant: zoneRedundant
  }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'functions' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    // The one door to the desk; authentication below decides who may come in.
    publicNetworkAccess: 'Enabled'
    virtualNetworkSubnetId: subnetId
    keyVaultReferenceIdentity: identityId
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: deploymentContainerUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      scaleAndConcurrency: {
        maximumInstanceCount: instancesMax
        instanceMemoryMB: instanceMemoryInMb
        alwaysReady: filter(
          [
            { name: 'durable', instanceCount: alwaysReadyDurable }
            { name: 'http', instanceCount: alwaysReadyHttp }
          ],
          group => (group.instanceCount > 0)
        )
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      appSettings: [
        { name: 'AzureWebJobsStorage__accountName', value: hostAccountName }
        { name: 'AzureWebJobsStorage__credential', value: 'managedidentity' }
        { name: 'AzureWebJobsStorage__clientId', value: identityClientId }
        { name: 'Ticks__fullyQualifiedNamespace', value: endpoints.eventHubs }
        { name: 'Ticks__credential', value: 'managedidentity' }
        { name: 'Ticks__clientId', value: identityClientId }
        { name: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING', value: endpoints.durableTask }
        { name: 'TASKHUB_NAME', value: endpoints.taskHub }
        { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: endpoints.insights }
        { name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING', value: 'ClientId=${identityClientId};Authorization=AAD' }
        { name: 'AZURE_CLIENT_ID', value: identityClientId }
        { name: 'PARLEY_PROFILE', value: profile }
        { name: 'PARLEY_TELEGRAM_CHAT', value: telegramChat }
        { name: 'PARLEY__Cloud__EventHubs', value: endpoints.eventHubs }
        { name: 'PARLEY__Cloud__Tables', value: endpoints.tables }
        { name: 'PARLEY__Cloud__LedgerTables', value: endpoints.ledgerTables }
        { name: 'PARLEY__Cloud__Blobs', value: endpoints.blobs }
        { name: 'Parley__OpenAI', value: endpoints.openAi }
      ]
    }
  }
}

resource scmPasswords 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'scm'
  properties: { allow: false }
}

resource ftpPasswords 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'ftp'
  properties: { allow: false }
}

// Tokens only, no sign-in pages: so no client secret exists that could leak. What a caller may do is decided by the app
// roles in the token (bicep/appRoles.json), in code and per endpoint.
resource authentication 'Microsoft.Web/sites/config@2024-11-01' = {
  parent: app
  name: 'authsettingsV2'
  properties: {
    platform: { enabled: true, runtimeVersion: '~1' }
    globalValidation: {
      requireAuthentication: true
      unauthenticatedClientAction: 'Return401'
      excludedPaths: [openPaths.health, openPaths.telegram]
    }
    httpSettings: { requireHttps: true }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          clientId: entraClientId
          openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
        }
        validation: { allowedAudiences: [entraClientId, 'api://${entraClientId}'] }
      }
    }
    login: { tokenStore: { enabled: false } }
  }
}

@description('Name of the app, for deploying to it.')
output appName string = app.name

@description('Address of the app.')
output uri string = 'https://${app.properties.defaultHostName}'
