import { roles } from 'roles.bicep'
import { containers, tables, tailPrefix } from 'names.bicep'

@description('Region of the account.')
param location string

@description('Tags of every resource.')
param tags object

@description('Globally unique name of the account.')
param name string

@description('Redundancy, for example Standard_ZRS.')
param sku string

@description('How long deleted or overwritten blobs can be had back, in days.')
@minValue(1)
@maxValue(365)
param recoveryDays int

@description('The account answers on private endpoints only.')
param privateEndpoints bool

@description('Principal of the functions app.')
param functionsPrincipalId string

@description('Principal of the edge.')
param edgePrincipalId string

resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: privateEndpoints ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: privateEndpoints ? 'Deny' : 'Allow'
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' = {
  parent: account
  name: 'default'
  properties: {
    isVersioningEnabled: true
    deleteRetentionPolicy: { enabled: true, days: recoveryDays }
    containerDeleteRetentionPolicy: { enabled: true, days: recoveryDays }
  }
}

resource blobContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = [
  for container in items(containers): {
    parent: blobs
    name: container.value
    properties: { publicAccess: 'None' }
  }
]

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2025-01-01' = {
  parent: account
  name: 'default'
}

resource stateTables 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-01-01' = [
  for table in items(tables): {
    parent: tableService
    name: table.value
  }
]

// A checkpoint is overwritten with every batch: without this rule its old versions would be most of the bill.
resource expiry 'Microsoft.Storage/storageAccounts/managementPolicies@2025-01-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'old-checkpoints'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['${containers.checkpoints}/'] }
            actions: { version: { delete: { daysAfterCreationGreaterThan: 1 } } }
          }
        }
        {
          // Sealed when a new checkpoint is written; nobody reads them after that.
          name: 'old-tails'
          type: 'Lifecycle'
          enabled: true
          definition: {
            filters: { blobTypes: ['appendBlob'], prefixMatch: ['${containers.checkpoints}/${tailPrefix}'] }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 1 } } }
          }
        }
      ]
    }
  }
  dependsOn: [blobs]
}

// The Functions host keeps its locks, keys and Event Hubs checkpoints in containers of its own making, hence the account.
resource functionsBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, functionsPrincipalId, roles.storageBlobDataOwner)
  scope: account
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataOwner)
  }
}

resource functionsQueues 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, functionsPrincipalId, roles.storageQueueDataContributor)
  scope: account
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageQueueDataContributor)
  }
}

resource functionsTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, functionsPrincipalId, roles.storageTableDataContributor)
  scope: account
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageTableDataContributor)
  }
}

resource checkpoints 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' existing = {
  parent: blobs
  name: containers.checkpoints
}

resource edgeCheckpoints 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(checkpoints.id, edgePrincipalId, roles.storageBlobDataContributor)
  scope: checkpoints
  properties: {
    principalId: edgePrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataContributor)
  }
  dependsOn: [blobContainers]
}

resource orders 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-01-01' existing = {
  parent: tableService
  name: tables.orders
}

resource edgeOrders 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(orders.id, edgePrincipalId, roles.storageTableDataContributor)
  scope: orders
  properties: {
    principalId: edgePrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageTableDataContributor)
  }
  dependsOn: [stateTables]
}

resource leases 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-01-01' existing = {
  parent: tableService
  name: tables.leases
}

resource edgeLeases 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(leases.id, edgePrincipalId, roles.storageTableDataContributor)
  scope: leases
  properties: {
    principalId: edgePrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageTableDataContributor)
  }
  dependsOn: [stateTables]
}

resource control 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-01-01' existing = {
  parent: tableService
  name: tables.control
}

resource edgeControl 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(control.id, edgePrincipalId, roles.storageTableDataContributor)
  scope: control
  properties: {
    principalId: edgePrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageTableDataContributor)
  }
  dependsOn: [stateTables]
}

@description('Resource id of the account.')
output accountId string = account.id

@description('Name of the account, which the Functions host wants.')
output accountName string = account.name

@description('Endpoint of the blobs.')
output blobEndpoint string = account.properties.primaryEndpoints.blob

@description('Endpoint of the tables.')
output tableEndpoint string = account.properties.primaryEndpoints.table

@description('Container that takes the packages of the functions app.')
output deploymentContainerUrl string = '${account.properties.primaryEndpoints.blob}${containers.deployments}'
