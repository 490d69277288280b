metadata description = 'Lab 11: the same client goes to the same account, or does not.'

@description('Whether the pool sets the cookie that keeps a client on one backend.')
param enableSessionAffinity bool = true

@description('Name of that cookie.')
param sessionAffinityCookie string = 'APIM-Backend-Affinity'

@description('Region of the gateway; the accounts have their own.')
param location string = resourceGroup().location

@description('Pricing tier of the gateway.')
param apimSku string = 'Basicv2'

@description('Mail address that Azure writes to.')
param apimAdminEmail string = 'noreply@example.com'

@description('Accounts that share the requests evenly.')
param aiServicesConfig array = [
  {
    name: 'foundry1'
    location: 'eastus'
    priority: 1
    weight: 50
  }
  {
    name: 'foundry2'
    location: 'swedencentral'
    priority: 1
    weight: 50
  }
]

@description('What each account deploys.')
param modelsConfig array = [
  {
    name: 'gpt-4o-mini'
    publisher: 'OpenAI'
    version: '2024-07-18'
    capacity: 20
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
    policyXml: replace(loadTextContent('../../policies/session-affinity.xml'), '{session-cookie}', sessionAffinityCookie)
    aiServicesConfig: gateway.outputs.aiServicesConfig
    // A backend that fails is left alone, be it full or broken.
    circuitBreakerStatusCodes: [
      {
        min: 429
        max: 429
      }
      {
        min: 500
        max: 599
      }
    ]
    sessionAffinityCookie: enableSessionAffinity ? sessionAffinityCookie : ''
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
