@description('Region of the rules that query logs.')
param location string

@description('Tags of every resource.')
param tags object

@description('Ends the name of every resource, for example dev.')
param suffix string

@description('Who is written to.')
param emails string[]

@description('Address of a PagerDuty integration that takes the common alert schema; empty for none.')
@secure()
param pagerDutyUrl string

@description('Workspace the rules query.')
param workspaceId string

@description('Event Hubs namespace to watch.')
param eventHubsId string

@description('Ledger account to watch.')
param ledgerAccountId string

@description('Key Vault to watch.')
param vaultId string

@description('Edge to watch.')
param edgeId string

// Telegram has no receiver here: the desk writes there itself, about its own matters. This group is for what the desk cannot
// say about itself, and so must not depend on it.
resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-parley-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'parley-${suffix}'
    emailReceivers: [
      for (email, i) in emails: { name: 'mail-${i}', emailAddress: email, useCommonAlertSchema: true }
    ]
    webhookReceivers: empty(pagerDutyUrl)
      ? []
      : [{ name: 'pagerduty', serviceUri: pagerDutyUrl, useCommonAlertSchema: true }]
  }
}

// Every row a query returns is a reason to tell somebody. Severities: 0 money at risk now, 1 the desk does not do its work,
// 2 look today.
var queries = [
  {
    name: 'desk-critical'
    text: 'The desk says that money is at stake.'
    severity: 0
    query: loadTextContent('../../infra/kql/alerts/desk-critical.kql')
  }
  {
    name: 'edge-silent'
    text: 'No ticks have come from the edge.'
    severity: 0
    query: loadTextContent('../../infra/kql/alerts/edge-silent.kql')
  }
  {
    name: 'order-unknown'
    text: 'Nobody knows for five minutes what became of an order.'
    severity: 0
    query: loadTextContent('../../infra/kql/alerts/order-unknown.kql')
  }
  {
    name: 'mode-strict'
    text: 'The desk may do no more than cancel.'
    severity: 1
    query: loadTextContent('../../infra/kql/alerts/mode-strict.kql')
  }
  {
    name: 'tick-lag'
    text: 'Ticks wait too long before they are features.'
    severity: 1
    query: loadTextContent('../../infra/kql/alerts/tick-lag.kql')
  }
  {
    name: 'ticks-quarantined'
    text: 'Ticks could not be read.'
    severity: 1
    query: loadTextContent('../../infra/kql/alerts/ticks-quarantined.kql')
  }
  {
    name: 'function-failures'
    text: 'Functions fail.'
    severity: 1
    query: loadTextContent('../../infra/kql/alerts/function-failures.kql')
  }
  {
    name: 'desk-warning'
    text: 'The desk says that somebody should look.'
    severity: 2
    query: loadTextContent('../../infra/kql/alerts/desk-warning.kql')
  }
]

resource queryRules 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for query in queries: {
    name: 'alert-parley-${query.name}-${suffix}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'Parley ${suffix}: ${query.name}'
      description: query.text
      severity: query.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT10M'
      autoMitigate: true
      // A table exists once something has been written to it, which is after the rule is deployed.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: query.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [people.id] }
    }
  }
]

var metrics = [
  {
    name: 'hubs-throttled'
    text: 'Event Hubs refuses requests: throughput units are used up.'
    severity: 1
    resourceId: eventHubsId
    namespace: 'Microsoft.EventHub/namespaces'
    metric: 'ThrottledRequests'
    aggregation: 'Total'
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'ledger-availability'
    text: 'The ledger account fails requests.'
    severity: 0
    resourceId: ledgerAccountId
    namespace: 'Microsoft.Storage/storageAccounts'
    metric: 'Availability'
    aggregation: 'Average'
    operator: 'LessThan'
    threshold: 99
  }
  {
    name: 'vault-availability'
    text: 'Key Vault fails requests: without a key the desk halts.'
    severity: 1
    resourceId: vaultId
    namespace: 'Microsoft.KeyVault/vaults'
    metric: 'Availability'
    aggregation: 'Average'
    operator: 'LessThan'
    threshold: 99
  }
  {
    name: 'edge-gone'
    text: 'No replica of the edge runs.'
    severity: 0
    resourceId: edgeId
    namespace: 'Microsoft.App/containerApps'
    metric: 'Replicas'
    aggregation: 'Maximum'
    operator: 'LessThan'
    threshold: 1
  }
]

resource metricRules 'Microsoft.Insights/metricAlerts@2018-03-01' = [
  for metric in metrics: {
    name: 'alert-parley-${metric.name}-${suffix}'
    location: 'global'
    tags: tags
    properties: {
      description: metric.text
      severity: metric.severity
      enabled: true
      scopes: [metric.resourceId]
      evaluationFrequency: 'PT1M'
      windowSize: 'PT5M'
      autoMitigate: true
      criteria: {
        'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
        allOf: [
          {
            name: metric.name
            criterionType: 'StaticThresholdCriterion'
            metricNamespace: metric.namespace
            metricName: metric.metric
            timeAggregation: metric.aggregation
            operator: metric.operator
            threshold: metric.threshold
          }
        ]
      }
      actions: [{ actionGroupId: people.id }]
    }
  }
]

@description('Resource id of the action group, for the budget.')
output actionGroupId string = people.id
