@description('Region of the edge: the one next to the venue.')
param location string

@description('Tags of every resource.')
param tags object

@description('Ends the name of every resource, for example dev.')
param suffix string

@description('Resource id of the identity the edge acts as.')
param identityId string

@description('Client id of that identity.')
param identityClientId string

@description('Subnet the edge leaves through, behind the NAT gateway.')
param subnetId string

@description('Registry the images come from.')
param registryServer string

@description('Image of the edge by digest. Empty before the first build: then a page that does nothing stands in.')
param image string

@description('Image with llama.cpp\'s server and a model at /models/model.gguf, by digest. Empty: no local model.')
param llamaImage string

@description('Configuration profile the desk starts from, for example paper.')
param profile string

@description('Which market the edge takes in, as its command line says it, for example --synthetic.')
param market string[]

@description('Workload profile the edge runs on: Consumption, or a dedicated one such as D4.')
param workloadProfile string

@description('Spread the environment over zones.')
param zoneRedundant bool

@description('How long a stopping edge may finish its current step and release its lease, in seconds.')
@minValue(30)
@maxValue(600)
param drainSeconds int

@description('Workspace that keeps the console and system logs.')
param workspaceId string

@description('Where the edge finds everything else; no value is a secret.')
param endpoints {
  @description('Host name of the Event Hubs namespace.')
  eventHubs: string
  @description('Tables of the state account.')
  tables: string
  @description('Blobs of the state account.')
  blobs: string
  @description('Tables of the ledger account.')
  ledgerTables: string
  @description('Key Vault.')
  keyVault: string
  @description('Application Insights.')
  insights: string
}

var consumption = { name: 'Consumption', workloadProfileType: 'Consumption' }
var healthPort = 8081
var llamaPort = 8090
var standIn = 'mcr.microsoft.com/k8se/quickstart:latest'
var standInPort = 80

var edgeContainer = {
  name: 'edge'
  image: empty(image) ? standIn : image
  args: empty(image) ? [] : concat(['--profile', profile], market)
  resources: { cpu: 1, memory: '2Gi' }
  env: [
    { name: 'AZURE_CLIENT_ID', value: identityClientId }
    { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: endpoints.insights }
    { name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING', value: 'ClientId=${identityClientId};Authorization=AAD' }
    { name: 'PARLEY__Cloud__EventHubs', value: endpoints.eventHubs }
    { name: 'PARLEY__Cloud__Tables', value: endpoints.tables }
    { name: 'PARLEY__Cloud__LedgerTables', value: endpoints.ledgerTables }
    { name: 'PARLEY__Cloud__Blobs', value: endpoints.blobs }
    { name: 'PARLEY__Cloud__KeyVault', value: endpoints.keyVault }
    { name: 'Parley__Llama', value: empty(llamaImage) ? '' : 'http://localhost:${llamaPort}' }
  ]
  // A start may wait for a lease to run out; once live, three missed answers in half a minute are a dead loop.
  probes: empty(image)
    ? []
    : [
        {
          type: 'Startup'
          httpGet: { path: '/health', port: healthPort, scheme: 'HTTP' }
          periodSeconds: 10
          timeoutSeconds: 5
          failureThreshold: 10
        }
        {
          type: 'Liveness'
          httpGet: { path: '/health', port: healthPort, scheme: 'HTTP' }
          periodSeconds: 10
          timeoutSeconds: 5
          failureThreshold: 3
        }
        {
          type: 'Readiness'
          httpGet: { path: '/health', port: healthPort, scheme: 'HTTP' }
          periodSeconds: 10
          timeoutSeconds: 5
          failureThreshold: 3
        }
      ]
}

var llamaContainer = {
  name: 'llama'
  image: llamaImage
  resources: { cpu: 3, memory: '6Gi' }
  args: [
    '--model'
    '/models/model.gguf'
    '--host'
    '0.0.0.0'
    '--port'
    '${llamaPort}'
    '--threads'
    '3'
    '--ctx-size'
    '8192'
  ]
  // Loading the weights takes minutes; the edge trades by its rules meanwhile.
  probes: [
    {
      type: 'Startup'
      httpGet: { path: '/health', port: llamaPort, scheme: 'HTTP' }
      periodSeconds: 60
      failureThreshold: 10
    }
    {
      type: 'Liveness'
      httpGet: { path: '/health', port: llamaPort, scheme: 'HTTP' }
      periodSeconds: 30
      timeoutSeconds: 10
      failureThreshold: 5
    }
  ]
}

resource environment 'Microsoft.App/managedEnvironments@2025-01-01' = {
  name: 'cae-parley-${suffix}'
  location: location
  tags: tags
  properties: {
    vnetConfiguration: { infrastructureSubnetId: subnetId, internal: true }
    zoneRedundant: zoneRedundant
    peerTrafficConfiguration: { encryption: { enabled: true } }
    // Through a diagnostic setting: the other way needs the key of the workspace.
    appLogsConfiguration: { destination: 'azure-monitor' }
    workloadProfiles: workloadProfile == 'Consumption'
      ? [consumption]
      : [
          consumption
          { name: workloadProfile, workloadProfileType: workloadProfile, minimumCount: 1, maximumCount: 2 }
        ]
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: environment
  name: 'logs'
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'ContainerAppConsoleLogs', enabled: true }
      { category: 'ContainerAppSystemLogs', enabled: true }
    ]
  }
}

resource app 'Microsoft.App/containerApps@2025-01-01' = {
  name: 'ca-parley-edge-${suffix}'
  location: location
  tags: union(tags, { 'azd-service-name': 'edge' })
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    environmentId: environment.id
    workloadProfileName: workloadProfile
    configuration: {
      activeRevisionsMode: 'Single'
      maxInactiveRevisions: 10
      // Health and metrics, for the network's inside. The desk itself has no inbound port.
      ingress: {
        external: false
        targetPort: empty(image) ? standInPort : healthPort
        transport: 'http'
        allowInsecure: false
      }
      registries: [{ server: registryServer, identity: identityId }]
      identitySettings: [{ identity: identityId, lifecycle: 'Main' }]
    }
    template: {
      terminationGracePeriodSeconds: drainSeconds
      // One writer. A new revision and the old one overlap for a moment; the lease decides between them (F-078).
      scale: { minReplicas: 1, maxReplicas: 1 }
      containers: empty(llamaImage) ? [edgeContainer] : [edgeContainer, llamaContainer]
    }
  }
}

@description('Resource id of the edge.')
output appId string = app.id

@description('Name of the edge, for deploying to it.')
output appName string = app.name
