metadata description = 'Lab 12: one gateway for several teams, each with its key, its tokens a minute and its own metrics.'

@description('Region of the gateway; the accounts have their own.')
param location string = resourceGroup().location

@description('Pricing tier of the gateway.')
param apimSku string = 'Basicv2'

@description('Mail address that Azure writes to.')
param apimAdminEmail string = 'noreply@example.com'

@description('Accounts that answer.')
param aiServicesConfig array = [
  {
    name: 'foundry1'
    location: 'eastus'
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
  {
    name: 'text-embedding-3-small'
    publisher: 'OpenAI'
    version: '1'
    capacity: 20
  }
]

@description('Products: how many tokens a minute each of their subscriptions has.')
param productsConfig array = [
  {
    name: 'team-trial'
    displayName: 'Trial'
    tokensPerMinute: 500
  }
  {
    name: 'team-standard'
    displayName: 'Standard'
    tokensPerMinute: 5000
  }
]

@description('One subscription for each team.')
param apimSubscriptionsConfig array = [
  {
    name: 'team-red'
    displayName: 'Team Red'
    product: 'team-trial'
  }
  {
    name: 'team-blue'
    displayName: 'Team Blue'
    product: 'team-standard'
  }
]

@description('How far apart two questions may be that get the same answer; smaller is stricter.')
param semanticCacheScoreThreshold string = '0.2'

@description('Tenant whose tokens open the second API.')
param tenantId string = subscription().tenantId

@description('Audience that those tokens must have.')
param tokenAudience string = 'api://hybrid-llm-workshop'

@description('First part of the API\'s path.')
param inferenceAPIPath string = 'inference'

@description('Version that the lab\'s clients ask for.')
param inferenceAPIVersion string = '2025-03-01-preview'

var productPolicy = loadTextContent('../../policies/team-product.xml')
var loginEndpoint = environment().authentication.loginEndpoint

module gateway '../modules/lab-gateway.bicep' = {
  name: 'lab-gateway'
  params: {
    location: location
    apimSku: apimSku
    apimAdminEmail: apimAdminEmail
    aiServicesConfig: aiServicesConfig
    modelsConfig: modelsConfig
    apimSubscriptionsConfig: apimSubscriptionsConfig
    products: [for product in productsConfig: {
      name: product.name
      displayName: product.displayName
      policyXml: replace(productPolicy, '{tokens-per-minute}', string(product.tokensPerMinute))
    }]
    namedValues: [
      {
        name: 'semantic-cache-score-threshold'
        value: semanticCacheScoreThreshold
      }
      {
        name: 'openid-configuration-url'
        value: '${loginEndpoint}${tenantId}/v2.0/.well-known/openid-configuration'
      }
      {
        name: 'token-issuer'
        value: '${loginEndpoint}${tenantId}/v2.0'
      }
      {
        name: 'token-audience'
        value: tokenAudience
      }
      {
        name: 'tokens-per-minute-of-a-caller'
        value: '2000'
      }
    ]
  }
}

module semanticCache '../modules/semantic-cache.bicep' = {
  name: 'semantic-cache'
  params: {
    apimServiceName: gateway.outputs.gatewayName
    redisName: 'redis-${uniqueString(subscription().id, resourceGroup().id)}'
    location: location
    accountEndpoint: gateway.outputs.aiServicesConfig[0].endpoint
    embeddingsDeployment: 'text-embedding-3-small'
  }
}

module contentSafety '../modules/content-safety.bicep' = {
  name: 'content-safety'
  params: {
    apimServiceName: gateway.outputs.gatewayName
    accountEndpoint: gateway.outputs.aiServicesConfig[0].endpoint
  }
}

module teamAPI '../modules/apim_inference.bicep' = {
  name: 'team-api'
  params: {
    apimServiceName: gateway.outputs.gatewayName
    inferenceAPIName: 'team-api'
    inferenceAPIDisplayName: 'Models for teams'
    inferenceAPIPath: inferenceAPIPath
    policyXml: loadTextContent('../../policies/team-gateway.xml')
    aiServicesConfig: gateway.outputs.aiServicesConfig
    configureCircuitBreaker: false
    productNames: map(productsConfig, product => product.name)
    azureMonitorLoggerId: gateway.outputs.azureMonitorLoggerId
    appInsightsLoggerId: gateway.outputs.appInsightsLoggerId
  }
  dependsOn: [
    semanticCache
    contentSafety
  ]
}

module tokenAPI '../modules/apim_inference.bicep' = {
  name: 'token-api'
  params: {
    apimServiceName: gateway.outputs.gatewayName
    inferenceAPIName: 'token-api'
    inferenceAPIDisplayName: 'Models for callers with a token'
    inferenceAPIPath: '${inferenceAPIPath}-entra'
    subscriptionRequired: false
    policyXml: loadTextContent('../../policies/entra-token.xml')
    existingBackendName: teamAPI.outputs.backendName
    azureMonitorLoggerId: gateway.outputs.azureMonitorLoggerId
    appInsightsLoggerId: gateway.outputs.appInsightsLoggerId
  }
}

output apimServiceId string = gateway.outputs.gatewayId
output apimServiceName string = gateway.outputs.gatewayName
output apimResourceGatewayURL string = gateway.outputs.gatewayUrl
output inferenceAPIEndpoint string = '${gateway.outputs.gatewayUrl}/${teamAPI.outputs.apiPath}'
output tokenAPIEndpoint string = '${gateway.outputs.gatewayUrl}/${tokenAPI.outputs.apiPath}'
output inferenceAPIVersion string = inferenceAPIVersion
output logAnalyticsWorkspaceId string = gateway.outputs.workspaceId

#disable-next-line outputs-should-not-contain-secrets
output apimSubscriptions array = gateway.outputs.apimSubscriptions
