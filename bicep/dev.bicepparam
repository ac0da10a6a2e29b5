using './main.bicep'

param environmentName = 'dev'
param azdEnvironmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'japaneast')
param modelLocation = readEnvironmentVariable('PARLEY_MODEL_LOCATION', 'eastus2')
param generation = readEnvironmentVariable('PARLEY_GENERATION', '1')
param deployerPrincipalId = readEnvironmentVariable('PARLEY_DEPLOYER_PRINCIPAL_ID', '')
param entraClientId = readEnvironmentVariable('PARLEY_ENTRA_CLIENT_ID')

param addressPrefix = '10.20.0.0/16'
param egressAddresses = 1
param privateEndpoints = false
param operatorAddresses = json(readEnvironmentVariable('PARLEY_OPERATOR_ADDRESSES', '[]'))
param zoneRedundant = false

param logRetentionDays = 30
param logDailyCapInGb = 1
param stateSku = 'Standard_LRS'
param ledgerSku = 'Standard_LRS'
param recoveryDays = 1
param digestRetentionDays = 7

param throughputUnits = 1
param throughputUnitsMax = 1
param partitions = { ticks: 4, intents: 4, decisions: 4 }
param eventRetentionHours = 24
param durableSku = 'Consumption'

param models = [
  { name: 'fast', model: 'gpt-4.1-mini', version: '2025-04-14', sku: 'GlobalStandard', capacity: 20 }
  { name: 'deep', model: 'gpt-4.1', version: '2025-04-14', sku: 'GlobalStandard', capacity: 10 }
]

param alwaysReadyDurable = 1
param alwaysReadyHttp = 0
param functionInstancesMax = 40
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
param monthlyBudget = 150
param budgetStart = readEnvironmentVariable('PARLEY_BUDGET_START')
