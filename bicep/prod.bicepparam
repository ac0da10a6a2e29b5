using './main.bicep'

param environmentName = 'prod'
param azdEnvironmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'prod')
param location = readEnvironmentVariable('AZURE_LOCATION', 'japaneast')
param modelLocation = readEnvironmentVariable('PARLEY_MODEL_LOCATION', 'eastus2')
param generation = readEnvironmentVariable('PARLEY_GENERATION', '1')
param deployerPrincipalId = readEnvironmentVariable('PARLEY_DEPLOYER_PRINCIPAL_ID', '')
param entraClientId = readEnvironmentVariable('PARLEY_ENTRA_CLIENT_ID')

param addressPrefix = '10.22.0.0/16'
param egressAddresses = 2
param privateEndpoints = true
param operatorAddresses = json(readEnvironmentVariable('PARLEY_OPERATOR_ADDRESSES', '[]'))
param zoneRedundant = true

param logRetentionDays = 365
param logDailyCapInGb = -1
param stateSku = 'Standard_ZRS'
param ledgerSku = 'Standard_GZRS'
param recoveryDays = 14
param digestRetentionDays = 365

param throughputUnits = 2
param throughputUnitsMax = 20
param partitions = { ticks: 32, intents: 8, decisions: 8 }
param eventRetentionHours = 72
param durableSku = 'Dedicated'

param models = [
  { name: 'fast', model: 'gpt-4.1-mini', version: '2025-04-14', sku: 'GlobalStandard', capacity: 200 }
  { name: 'deep', model: 'gpt-4.1', version: '2025-04-14', sku: 'GlobalStandard', capacity: 100 }
]

param alwaysReadyDurable = 1
param alwaysReadyHttp = 1
param functionInstancesMax = 200
param functionMemoryInMb = 2048

param profile = 'paper'
param market = ['--synthetic']
param telegramChat = readEnvironmentVariable('PARLEY_TELEGRAM_CHAT', '')
param ledgerAppenderRoleId = readEnvironmentVariable('PARLEY_LEDGER_ROLE_ID')

param edgeImage = readEnvironmentVariable('SERVICE_EDGE_IMAGE_NAME', '')
param llamaImage = readEnvironmentVariable('PARLEY_LLAMA_IMAGE', '')
param edgeProfile = 'D4'
param edgeDrainSeconds = 120

param alertEmails = json(readEnvironmentVariable('PARLEY_ALERT_EMAILS'))
param pagerDutyUrl = readEnvironmentVariable('PARLEY_PAGERDUTY_URL', '')
param monthlyBudget = 2500
param budgetStart = readEnvironmentVariable('PARLEY_BUDGET_START')
