metadata description = 'An API Management service: identity, loggers, named values, products and subscriptions. APIs are added by other modules.'

@description('Name of the service; its address derives from it, so it must be free in all of Azure.')
param name string

@description('Region.')
param location string = resourceGroup().location

@description('Tags of the service.')
param tags object = {}

@description('Pricing tier.')
@allowed(['Developer', 'Basic', 'Basicv2', 'Standard', 'Standardv2', 'Premium'])
param skuName string = 'Basicv2'

@description('Mail address that Azure writes to.')
param publisherEmail string

@description('Name that callers see.')
param publisherName string

@description('Named values for policies: [{ name, value }].')
param namedValues array = []

@description('Products: [{ name, displayName, policyXml }]; each wants a subscription.')
param products array = []

@description('Subscriptions: [{ name, displayName, product? }]; without a product they open every API.')
param apimSubscriptionsConfig array = []

@description('Id of the Log Analytics workspace; empty for no logs.')
param workspaceId string = ''

@description('Id of Application Insights; empty for none.')
param appInsightsId string = ''

@secure()
@description('Connection string of Application Insights; empty for none.')
param appInsightsConnectionString string = ''

resource service 'Microsoft.ApiManagement/service@2024-05-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: skuName
    capacity: 1
  }
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    publisherEmail: publisherEmail
    publisherName: publisherName
  }
}

resource namedValue 'Microsoft.ApiManagement/service/namedValues@2024-05-01' = [for entry in namedValues: {
  parent: service
  name: entry.name
  properties: {
    displayName: entry.name
    value: entry.value
    secret: false
  }
}]

resource product 'Microsoft.ApiManagement/service/products@2024-05-01' = [for entry in products: {
  parent: service
  name: entry.name
  properties: {
    displayName: entry.displayName
    state: 'published'
    subscriptionRequired: true
    approvalRequired: false
  }
}]

resource productPolicy 'Microsoft.ApiManagement/service/products/policies@2024-05-01' = [for (entry, index) in products: {
  parent: product[index]
  name: 'policy'
  properties: {
    format: 'rawxml'
    value: entry.policyXml
  }
  dependsOn: [
    namedValue
  ]
}]

@batchSize(1)
resource apiSubscription 'Microsoft.ApiManagement/service/subscriptions@2024-05-01' = [for entry in apimSubscriptionsConfig: {
  parent: service
  name: entry.name
  properties: {
    displayName: entry.displayName
    scope: contains(entry, 'product') ? '/products/${entry.product}' : '/apis'
    state: 'active'
    allowTracing: true
  }
  dependsOn: [
    product
  ]
}]

resource azureMonitor 'Microsoft.ApiManagement/service/loggers@2024-05-01' = if (!empty(workspaceId)) {
  parent: service
  name: 'azuremonitor'
  properties: {
    loggerType: 'azureMonitor'
    isBuffered: false
  }
}

resource appInsightsLogger 'Microsoft.ApiManagement/service/loggers@2024-05-01' = if (!empty(appInsightsId)) {
  parent: service
  name: 'appinsights'
  properties: {
    loggerType: 'applicationInsights'
    resourceId: appInsightsId
    isBuffered: false
    credentials: {
      connectionString: appInsightsConnectionString
    }
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(workspaceId)) {
  scope: service
  name: 'to-log-analytics'
  properties: {
    workspaceId: workspaceId
    logAnalyticsDestinationType: 'Dedicated'
    logs: [
      {
        categoryGroup: 'allLogs'
        enabled: true
      }
    ]
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}

output id string = service.id
output name string = service.name
output gatewayUrl string = service.properties.gatewayUrl
output principalId string = service.identity.principalId
output azureMonitorLoggerId string = empty(workspaceId) ? '' : azureMonitor.id
output appInsightsLoggerId string = empty(appInsightsId) ? '' : appInsightsLogger.id

@description('Subscriptions with their keys, for the lab that deployed them.')
#disable-next-line outputs-should-not-contain-secrets
output apimSubscriptions array = [for (entry, index) in apimSubscriptionsConfig: {
  name: entry.name
  displayName: entry.displayName
  key: apiSubscription[index].listSecrets().primaryKey
}]
