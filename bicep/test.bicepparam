using './main.bicep'

param environmentName = 'test'
param azdEnvironmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'test')
param location = readEnvironmentVariable('AZURE_LOCATION', 'japaneast')
param modelLocation = readEnvironmentVariable('PARLEY_MODEL_LOCATION', 'eastus2')
param generation = readEnvironmentVariable('PARLEY_GENERATION', '1')
param deployerPrincipalId = readEnvironmentVariable('PARLEY_DEPLOYER_PRINCIPAL_ID', '')
param entraClientId = readEnvironmentVariable('PARLEY_ENTRA_CLIENT_ID')

param addressPrefix = '10.21.0.0/16'
param egressAddresses = 1
param privateEndpoints = false
param operatorAddresses = json(readEnvironmentVariable('PARLEY_OPERATOR_ADDRESSES', '[]'))
param zoneRedundant = false

param logRetentionDays = 30
param logDailyCapInGb = 5
param stateSku = 'Standard_ZRS'
param ledgerSku = 'Standard_ZRS'
param recoveryDays = 7
param digestRetentionDays = 30

param throughputUnits = 1
param throughputUnitsMax = 4
param partitions = { ticks: 32, intents: 8, decisions: 8 }
param eventRetentionHours = 24
param durableSku = 'Consumption'

param models = [
  { name: 'fast', model: 'gpt-4.1-mini', version: '2025-04-14', sku: 'GlobalStandard', capacity: 50 }
  { name: 'deep', model: 'gpt-4.1', version: '2025-04-14', sku: 'GlobalStandard', capacity: 30 }
]

param alwaysReadyDurable = 1
param alwaysReadyHttp = 0
param functionInstancesMax = 100
param functionMemoryInMb = 2048

param profile = 'paper'
param market = ['--synthetic']
param telegramChat = readEnvironmentVariable('PARLEY_TELEGRAM_CHAT', '')
param ledgerAppenderRoleId = readEnvironmentVariable('PARLEY_LEDGER_ROLE_ID')

param edgeImage = readEnvironmentVariable('SERVICE_EDGE_IMAGE_NAME', '')
param llamaImage = readEnvironmentVariable('PARLEY_LLAMA_IMAGE', '')
param edgeProfile = 'Consumption'
param edgeDrainSeconds = 60

param alertEmails = json(readEnvironmentVariable('PARLEY_ALERT_EMAILS'))
param pagerDutyUrl = readEnvironmentVariable('PARLEY_PAGERDUTY_URL', '')
param monthlyBudget = 400
param budgetStart = readEnvironmentVariable('PARLEY_BUDGET_START')
