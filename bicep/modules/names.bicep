// Names that code and infrastructure share (shared/Ports/CloudNames.cs). State written under a name outlives the code that
// wrote it: never rename one.

@export()
@description('Event hubs and the consumer groups that read them.')
var hubs = {
  ticks: { name: 'ticks', consumerGroups: ['functions', 'archive'] }
  intents: { name: 'intents', consumerGroups: ['edge'] }
  decisions: { name: 'decisions', consumerGroups: ['page', 'archive'] }
}

@export()
@description('Tables of the state account.')
var tables = {
  features: 'features'
  decisions: 'decisions'
  orders: 'orders'
  control: 'control'
  leases: 'leases'
}

@export()
@description('Blob containers of the state account.')
var containers = {
  checkpoints: 'checkpoints'
  snapshots: 'snapshots'
  completions: 'completions'
  quarantine: 'quarantine'
  deployments: 'deployments'
}

@export()
@description('What the names of tails, which follow a checkpoint, begin with in the container of checkpoints.')
var tailPrefix = 'tails/'

@export()
@description('The table and the blob container of the ledger account.')
var ledger = {
  table: 'ledger'
  digests: 'digests'
}

@export()
@description('Secrets. A human sets their values (docs/deploy.md); Bicep only says who may read which.')
var secrets = {
  tradeKey: 'binance-trade-key'
  readKey: 'binance-read-key'
  telegramToken: 'telegram-bot-token'
  telegramWebhook: 'telegram-webhook-secret'
  pagerDuty: 'pagerduty-url'
}

@export()
@description('Paths that answer without an Entra token: one says only whether the app lives, the other checks a secret of its own.')
var openPaths = {
  health: '/api/health'
  telegram: '/api/telegram'
}
