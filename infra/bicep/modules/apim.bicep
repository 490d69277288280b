metadata description = 'The workshop\'s gateway: an API Management service with an API of Azure OpenAI, one of the AI Foundry project, and breakers.'

@description('Name of the service; its address derives from it, so it must be free in all of Azure.')
param name string

@description('Region.')
param location string = resourceGroup().location

@description('Tags of the service.')
param tags object = {}

@description('Pricing tier.')
param skuName string = 'Developer'

@description('Mail address that Azure writes to.')
param adminEmail string

@description('Name that callers see.')
param organizationName string

@description('Endpoint of the Azure OpenAI account; it ends with a slash.')
param openAiEndpoint string

@description('Endpoint of the AI Foundry project; empty for none.')
param aiFoundryProjectEndpoint string = ''

@description('Calls a minute that one subscription has.')
@minValue(1)
param callsPerMinute int = 60

@description('Id of the Log Analytics workspace; empty for no logs.')
param workspaceId string = ''

@description('Id of Application Insights; empty for none.')
param appInsightsId string = ''

@secure()
@description('Connection string of Application Insights; empty for none.')
param appInsightsConnectionString string = ''

var hasFoundry = !empty(aiFoundryProjectEndpoint)

// Three failures within five minutes: a minute of rest.
var breaker = {
  rules: [
    {
      name: 'server-errors'
      failureCondition: {
        count: 3
        interval: 'PT5M'
        errorReasons: [
          'Server errors'
        ]
        statusCodeRanges: [
          {
            min: 500
            max: 599
          }
        ]
      }
      tripDuration: 'PT1M'
    }
  ]
}

var checkedTls = {
  validateCertificateChain: true
  validateCertificateName: true
}

module gateway 'apim_v1.bicep' = {
  name: 'gateway'
  params: {
    name: name
    location: location
    tags: tags
    skuName: skuName
    publisherEmail: adminEmail
    publisherName: organizationName
    namedValues: [
      {
        name: 'calls-per-minute'
        value: string(callsPerMinute)
      }
    ]
    apimSubscriptionsConfig: [
      {
        name: 'workshop'
        displayName: 'Workshop'
      }
    ]
    workspaceId: workspaceId
    appInsightsId: appInsightsId
    appInsightsConnectionString: appInsightsConnectionString
  }
}

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: name
}

// The gateway takes the API's path off a request and puts the backend's url in its place. So the url says /openai once more,
// and the policy names the backend: an address of the API alone would pass the breaker by.
resource openAiBackend 'Microsoft.ApiManagement/service/backends@2024-05-01' = {
  parent: service
  name: 'openai-backend'
  properties: {
    description: 'Azure OpenAI'
    url: '${openAiEndpoint}openai'
    protocol: 'http'
    circuitBreaker: breaker
    tls: checkedTls
  }
  dependsOn: [
    gateway
  ]
}

resource openAiApi 'Microsoft.ApiManagement/service/apis@2024-05-01' = {
  parent: service
  name: 'openai-api'
  properties: {
    displayName: 'Azure OpenAI'
    path: 'openai'
    protocols: [
      'https'
    ]
    subscriptionRequired: true
    subscriptionKeyParameterNames: {
      header: 'api-key'
      query: 'api-key'
    }
    format: 'openapi+json'
    translateRequiredQueryParameters: 'query'
    value: loadTextContent('../../openapi/inference.json')
  }
  dependsOn: [
    gateway
  ]
}

resource openAiPolicy 'Microsoft.ApiManagement/service/apis/policies@2024-05-01' = {
  parent: openAiApi
  name: 'policy'
  properties: {
    format: 'rawxml'
    value: replace(loadTextContent('../../policies/openai-api.xml'), '{backend-id}', openAiBackend.name)
  }
}

resource aiFoundryBackend 'Microsoft.ApiManagement/service/backends@2024-05-01' = if (hasFoundry) {
  parent: service
  name: 'ai-foundry-backend'
  properties: {
    description: 'AI Foundry project: agents, conversations, responses'
    url: aiFoundryProjectEndpoint
    protocol: 'http'
    circuitBreaker: breaker
    tls: checkedTls
  }
  dependsOn: [
    gateway
  ]
}

resource aiFoundryApi 'Microsoft.ApiManagement/service/apis@2024-05-01' = if (hasFoundry) {
  parent: service
  name: 'ai-foundry-api'
  properties: {
    displayName: 'AI Foundry project'
    path: 'ai-foundry'
    protocols: [
      'https'
    ]
    subscriptionRequired: true
    subscriptionKeyParameterNames: {
      header: 'api-key'
      query: 'api-key'
    }
    format: 'openapi+json'
    value: loadTextContent('../../openapi/pass-through.json')
  }
  dependsOn: [
    gateway
  ]
}

resource aiFoundryPolicy 'Microsoft.ApiManagement/service/apis/policies@2024-05-01' = if (hasFoundry) {
  parent: aiFoundryApi
  name: 'policy'
  properties: {
    format: 'rawxml'
    value: replace(loadTextContent('../../policies/ai-foundry-api.xml'), '{backend-id}', aiFoundryBackend.name)
  }
}

output id string = gateway.outputs.id
output name string = gateway.outputs.name
output gatewayUrl string = gateway.outputs.gatewayUrl
output principalId string = gateway.outputs.principalId
output openAiApiEndpoint string = '${gateway.outputs.gatewayUrl}/openai'
output aiFoundryApiEndpoint string = hasFoundry ? '${gateway.outputs.gatewayUrl}/ai-foundry' : ''
