import { roles } from 'roles.bicep'
import { secrets } from 'names.bicep'

@description('Region of the vault.')
param location string

@description('Tags of every resource.')
param tags object

@description('Globally unique name of the vault.')
param name string

@description('The vault answers on private endpoints, and to operators\' addresses if any are given.')
param privateEndpoints bool

@description('Addresses or ranges from which people may reach the vault; empty closes it.')
param operatorAddresses string[]

@description('Workspace that keeps who read what.')
param workspaceId string

@description('Principal of the functions app.')
param functionsPrincipalId string

@description('Principal of the edge: the only one that reads the trade key.')
param edgePrincipalId string

@description('Principal of the deployment workflow, which passes the PagerDuty address on; empty when people deploy.')
param deployerPrincipalId string

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enablePurgeProtection: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
    publicNetworkAccess: privateEndpoints && empty(operatorAddresses) ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: privateEndpoints ? 'Deny' : 'Allow'
      ipRules: [for address in operatorAddresses: { value: address }]
    }
  }
}

resource tradeKey 'Microsoft.KeyVault/vaults/secrets@2024-11-01' existing = {
  parent: vault
  name: secrets.tradeKey
}

resource edgeTradeKey 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(tradeKey.id, edgePrincipalId, roles.keyVaultSecretsUser)
  scope: tradeKey
  properties: {
    principalId: edgePrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser)
  }
}

resource readKey 'Microsoft.KeyVault/vaults/secrets@2024-11-01' existing = {
  parent: vault
  name: secrets.readKey
}

resource functionsReadKey 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(readKey.id, functionsPrincipalId, roles.keyVaultSecretsUser)
  scope: readKey
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser)
  }
}

resource telegramToken 'Microsoft.KeyVault/vaults/secrets@2024-11-01' existing = {
  parent: vault
  name: secrets.telegramToken
}

resource functionsTelegramToken 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(telegramToken.id, functionsPrincipalId, roles.keyVaultSecretsUser)
  scope: telegramToken
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser)
  }
}

resource telegramWebhook 'Microsoft.KeyVault/vaults/secrets@2024-11-01' existing = {
  parent: vault
  name: secrets.telegramWebhook
}

resource functionsTelegramWebhook 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(telegramWebhook.id, functionsPrincipalId, roles.keyVaultSecretsUser)
  scope: telegramWebhook
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser)
  }
}

resource pagerDuty 'Microsoft.KeyVault/vaults/secrets@2024-11-01' existing = {
  parent: vault
  name: secrets.pagerDuty
}

resource deployerPagerDuty 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerPrincipalId)) {
  name: guid(pagerDuty.id, deployerPrincipalId, roles.keyVaultSecretsUser)
  scope: pagerDuty
  properties: {
    principalId: deployerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser)
  }
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'audit'
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'AuditEvent', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

@description('Resource id of the vault.')
output vaultId string = vault.id

@description('Name of the vault, for the human who sets the secrets.')
output vaultName string = vault.name

@description('Address of the vault, for the hosts.')
output vaultUri string = vault.properties.vaultUri
