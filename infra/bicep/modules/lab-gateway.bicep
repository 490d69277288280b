metadata description = 'What the labs about the gateway share: logs, an API Management service, and model accounts in several regions that it may call.'

@description('Region of the gateway and the logs; the accounts have their own.')
param location string = resourceGroup().location

@description('Pricing tier of the gateway.')
param apimSku string

@description('Mail address that Azure writes to.')
param apimAdminEmail string

@description('Accounts: [{ name, location, priority?, weight?, models? }]; models are names of modelsConfig, all of them when absent.')
param aiServicesConfig array

@description('Deployments: [{ name, model?, publisher?, version, sku?, capacity? }].')
param modelsConfig array

@description('Named values for policies: [{ name, value }].')
param namedValues array = []

@description('Products: [{ name, displayName, policyXml }].')
param products array = []

@description('Subscriptions: [{ name, displayName, product? }].')
param apimSubscriptionsConfig array = []

var suffix = uniqueString(subscription().id, resourceGroup().id)
var cognitiveServicesUser = 'a97b65f3-24c7-4388-baec-2e87135dc908'

module logAnalytics 'log-analytics.bicep' = {
  name: 'log-analytics'
  params: {
    name: 'logs-${suffix}'
    location: location
  }
}

module appInsights 'app-insights.bicep' = {
  name: 'app-insights'
  params: {
    name: 'insights-${suffix}'
    location: location
    workspaceId: logAnalytics.outputs.id
  }
}

module gateway 'apim_v1.bicep' = {
  name: 'gateway'
  params: {
    name: 'apim-${suffix}'
    location: location
    skuName: apimSku
    publisherEmail: apimAdminEmail
    publisherName: 'Hybrid LLM workshop'
    namedValues: namedValues
    products: products
    apimSubscriptionsConfig: apimSubscriptionsConfig
    workspaceId: logAnalytics.outputs.id
    appInsightsId: appInsights.outputs.id
    appInsightsConnectionString: appInsights.outputs.connectionString
  }
}

module account 'openai.bicep' = [for config in aiServicesConfig: {
  name: 'account-${config.name}'
  params: {
    name: '${config.name}-${suffix}'
    location: config.location
    kind: 'AIServices'
    modelsConfig: filter(modelsConfig, model => contains(config.?models ?? map(modelsConfig, each => each.name), model.name))
    workspaceId: logAnalytics.outputs.id
  }
}]

module mayCall 'role-assignment.bicep' = [for (config, index) in aiServicesConfig: {
  name: 'may-call-${config.name}'
  params: {
    accountName: account[index].outputs.name
    principalId: gateway.outputs.principalId
    roleDefinitionId: cognitiveServicesUser
  }
}]

output gatewayId string = gateway.outputs.id
output gatewayName string = gateway.outputs.name
output gatewayUrl string = gateway.outputs.gatewayUrl
output azureMonitorLoggerId string = gateway.outputs.azureMonitorLoggerId
output appInsightsLoggerId string = gateway.outputs.appInsightsLoggerId
output workspaceId string = logAnalytics.outputs.customerId

#disable-next-line outputs-should-not-contain-secrets
output apimSubscriptions array = gateway.outputs.apimSubscriptions

@description('The accounts as the API\'s module takes them.')
output aiServicesConfig array = [for (config, index) in aiServicesConfig: {
  name: config.name
  location: config.location
  priority: config.?priority
  weight: config.?weight
  accountName: account[index].outputs.name
  endpoint: account[index].outputs.endpoint
}]
