metadata description = 'Lab 09: one address, four regions. The first takes everything until it is full, then two share, then the last.'

@description('Region of the gateway; the accounts have their own.')
param location string = resourceGroup().location

@description('Pricing tier of the gateway.')
param apimSku string = 'Basicv2'

@description('Mail address that Azure writes to.')
param apimAdminEmail string = 'noreply@example.com'

@description('Accounts and their place in the pool: a lower priority goes first, weights share within one.')
param aiServicesConfig array = [
  {
    name: 'foundry1'
    location: 'eastus'
    priority: 1
  }
  {
    name: 'foundry2'
    location: 'swedencentral'
    priority: 2
    weight: 50
  }
  {
    name: 'foundry3'
    location: 'westus'
    priority: 2
    weight: 50
  }
  {
    name: 'foundry4'
    location: 'uksouth'
    priority: 3
  }
]

@description('What each account deploys. One unit of capacity is 1000 tokens a minute: small, so that a lab can fill it.')
param modelsConfig array = [
  {
    name: 'gpt-4o-mini'
    publisher: 'OpenAI'
    version: '2024-07-18'
    sku: 'GlobalStandard'
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
    policyXml: loadTextContent('../../policies/backend-pool.xml')
    aiServicesConfig: gateway.outputs.aiServicesConfig
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
