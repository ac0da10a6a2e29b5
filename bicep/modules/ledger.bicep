import { roles } from 'roles.bicep'
import { ledger } from 'names.bicep'

@description('Region of the account.')
param location string

@description('Tags of every resource.')
param tags object

@description('Globally unique name of the account.')
param name string

@description('Redundancy, for example Standard_GZRS.')
param sku string

@description('How long deleted blobs can be had back, in days.')
@minValue(1)
@maxValue(365)
param recoveryDays int

@description('How long a digest can be neither changed nor deleted, in days.')
@minValue(1)
@maxValue(146000)
param digestRetentionDays int

@description('The account answers on private endpoints only.')
param privateEndpoints bool

@description('Workspace that keeps who read and wrote.')
param workspaceId string

@description('Role that may read and add rows and nothing else, made once per subscription (bicep/ledgerAppender.json).')
@minLength(36)
@maxLength(36)
param appenderRoleId string

@description('Principal of the edge, which writes the ledger.')
param edgePrincipalId string

@description('Principal of the functions app, which reads the ledger and writes its daily digests.')
param functionsPrincipalId string

// An account of its own: whatever load or lock falls on the state account, the record of money keeps its budget (F-087).
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

resource digests 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = {
  parent: blobs
  name: ledger.digests
  properties: { publicAccess: 'None' }
}

// Deployed unlocked: only a human can lock it, and after that nobody can shorten it (docs/deploy.md).
resource immutability 'Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies@2025-01-01' = {
  parent: digests
  name: 'default'
  properties: {
    immutabilityPeriodSinceCreationInDays: digestRetentionDays
    allowProtectedAppendWrites: false
  }
}

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2025-01-01' = {
  parent: account
  name: 'default'
}

resource table 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-01-01' = {
  parent: tableService
  name: ledger.table
}

// Nobody may change or delete what is written: the chain of hashes would show it, this prevents it (T-17).
resource edgeRows 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(table.id, edgePrincipalId, appenderRoleId)
  scope: table
  properties: {
    principalId: edgePrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', appenderRoleId)
  }
}

resource functionsRows 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(table.id, functionsPrincipalId, roles.storageTableDataReader)
  scope: table
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageTableDataReader)
  }
}

resource functionsDigests 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(digests.id, functionsPrincipalId, roles.storageBlobDataContributor)
  scope: digests
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataContributor)
  }
}

// Who wrote and who deleted is evidence too, and lies where no writer of the ledger can reach it.
resource tableAudit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: tableService
  name: 'audit'
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'StorageWrite', enabled: true }
      { category: 'StorageDelete', enabled: true }
    ]
  }
}

resource blobAudit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: blobs
  name: 'audit'
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'StorageWrite', enabled: true }
      { category: 'StorageDelete', enabled: true }
    ]
  }
}

@description('Resource id of the account.')
output accountId string = account.id

@description('Endpoint of the ledger table.')
output tableEndpoint string = account.properties.primaryEndpoints.table
