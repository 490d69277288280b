metadata description = 'Tells somebody by mail when an account of models refuses or fails too often.'

@description('The account.')
param accountName string

@description('Tags of what is made here.')
param tags object = {}

@description('Who is told.')
param email string

@description('Answers of one kind within five minutes from which on it is told.')
@minValue(1)
param threshold int = 10

var watched = [
  {
    name: 'throttled'
    says: 'Requests are refused for the quota (429).'
    statusCodes: ['429']
  }
  {
    name: 'failing'
    says: 'Requests fail (500 and more).'
    statusCodes: ['500', '502', '503', '504']
  }
]

resource account 'Microsoft.CognitiveServices/accounts@2025-06-01' existing = {
  name: accountName
}

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${accountName}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'models'
    enabled: true
    emailReceivers: [
      {
        name: 'owner'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource alerts 'Microsoft.Insights/metricAlerts@2018-03-01' = [for alert in watched: {
  name: '${alert.name}-${accountName}'
  location: 'global'
  tags: tags
  properties: {
    description: alert.says
    severity: 2
    enabled: true
    scopes: [account.id]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: alert.name
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.CognitiveServices/accounts'
          metricName: 'AzureOpenAIRequests'
          dimensions: [
            {
              name: 'StatusCode'
              operator: 'Include'
              values: alert.statusCodes
            }
          ]
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: threshold
        }
      ]
    }
    actions: [
      {
        actionGroupId: people.id
      }
    ]
  }
}]
