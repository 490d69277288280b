metadata description = 'Lab 10: the model that is asked for decides which account answers.'

@description('Region of the gateway; the accounts have their own.')
param location string = resourceGroup().location

@description('Pricing tier of the gateway.')
param apimSku string = 'Basicv2'

@description('Mail address that Azure writes to.')
param apimAdminEmail string = 'noreply@example.com'

@description('Accounts and the models that each deploys.')
param aiServicesConfig array = [
  {
    name: 'foundry1'
    location: 'eastus'
    models: ['gpt-4.1']
  }
  {
    name: 'foundry2'
    location: 'swedencentral'
    models: ['gpt-4.1-mini', 'gpt-4.1-nano']
  }
  {
    name: 'foundry3'
    location: 'westus'
    models: ['model-router', 'gpt-5', 'DeepSeek-R1']
  }
]

@description('What is deployed; which account gets it says aiServicesConfig.')
param modelsConfig array = [
  {
    name: 'gpt-4.1'
    publisher: 'OpenAI'
    version: '2025-04-14'
    capacity: 20
  }
  {
    name: 'gpt-4.1-mini'
    publisher: 'OpenAI'
    version: '2025-04-14'
    capacity: 20
  }
  {
    name: 'gpt-4.1-nano'
    publisher: 'OpenAI'
    version: '2025-04-14'
    capacity: 20
  }
  {
    name: 'model-router'
    publisher: 'OpenAI'
    version: '2025-08-07'
    capacity: 20
  }
  {
    name: 'gpt-5'
    publisher: 'OpenAI'
    version: '2025-08-07'
    capacity: 20
  }
  {
    name: 'DeepSeek-R1'
    publisher: 'DeepSeek'
    version: '1'
    capacity: 1
  }
]

@description('Subscriptions that may call the API.')
param apimSubscriptionsConfig array = [
  {
    name: 'subscription1'
    displayName: 'Subscription 1'
  }
]

@description('First part of the API\'s path.')
param inferenceAPIPath string = 'inference'

@description('What the API speaks.')
@allowed(['AzureOpenAI', 'AzureAI', 'OpenAI', 'PassThrough'])
param inferenceAPIType string = 'AzureOpenAI'

@description('Version that the lab\'s clients ask for.')
param inferenceAPIVersion string = '2025-03-01-preview'

module gateway '../modules/lab-gateway.bicep' = {
  name: 'lab-gateway'
  params: {
    location: location
    apimSku: apimSku
    apimAdminEmail: apimAdminEmail
    aiServicesConfig: aiServicesConfig
    modelsConfig: modelsConfig
    apimSubscriptionsConfig: apimSubscriptionsConfig
  }
}

module inferenceAPI '../modules/apim_inference.bicep' = {
  name: 'inference-api'
  params: {
    apimServiceName: gateway.outputs.gatewayName
    inferenceAPIPath: inferenceAPIPath
    inferenceAPIType: inferenceAPIType
    policyXml: loadTextContent('../../policies/model-routing.xml')
    aiServicesConfig: gateway.outputs.aiServicesConfig
    // Each model has one backend only: there is nothing to choose from, and a breaker would leave callers with nothing but 503.
    configurePool: false
    configureCircuitBreaker: false
    azureMonitorLoggerId: gateway.outputs.azureMonitorLoggerId
    appInsightsLoggerId: gateway.outputs.appInsightsLoggerId
  }
}

output apimServiceId string = gateway.outputs.gatewayId
output apimServiceName string = gateway.outputs.gatewayName
output apimResourceGatewayURL string = gateway.outputs.gatewayUrl
output inferenceAPIEndpoint string = '${gateway.outputs.gatewayUrl}/${inferenceAPI.outputs.apiPath}'
output inferenceAPIVersion string = inferenceAPIVersion
output logAnalyticsWorkspaceId string = gateway.outputs.workspaceId

#disable-next-line outputs-should-not-contain-secrets
output apimSubscriptions array = gateway.outputs.apimSubscriptions
