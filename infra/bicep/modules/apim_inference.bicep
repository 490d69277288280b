metadata description = 'An API of models in an API Management service: operations, policy, backends, pool with breakers, diagnostics.'

@description('Name of the API Management service.')
param apimServiceName string

@description('Name of the API.')
param inferenceAPIName string = 'inference-api'

@description('Name of the API as people see it.')
param inferenceAPIDisplayName string = 'Inference API'

@description('First part of the API\'s path; the second follows from its type: inference/openai.')
param inferenceAPIPath string = 'inference'

@description('AzureOpenAI: /openai, with deployments in the address. AzureAI: /models. OpenAI: OpenAI\'s own paths. PassThrough: every path.')
@allowed(['AzureOpenAI', 'AzureAI', 'OpenAI', 'PassThrough'])
param inferenceAPIType string = 'AzureOpenAI'

@description('The API\'s policy; {backend-id} in it becomes the pool, or the only backend.')
param policyXml string

@description('Backends: [{ name, endpoint, priority?, weight? }]; each endpoint ends with a slash.')
param aiServicesConfig array = []

@description('Name of the pool over all backends; made when there are two or more.')
param inferenceBackendPoolName string = 'inference-backend-pool'

@description('Whether two or more backends make a pool.')
param configurePool bool = true

@description('Name of a backend that is there already, for an API without backends of its own.')
param existingBackendName string = ''

@description('Whether a backend that fails is left alone for a while.')
param configureCircuitBreaker bool = true

@description('Which answers are failures: [{ min, max }].')
param circuitBreakerStatusCodes array = [
  {
    min: 429
    max: 429
  }
]

@description('Name of the cookie that keeps a client on one backend of the pool; empty for none.')
param sessionAffinityCookie string = ''

@description('Whether callers need a subscription\'s key.')
param subscriptionRequired bool = true

@description('Products that contain the API.')
param productNames array = []

@description('Id of the Azure Monitor logger; empty for none.')
param azureMonitorLoggerId string = ''

@description('Id of the Application Insights logger; empty for none.')
param appInsightsLoggerId string = ''

var endpointPaths = {
  AzureOpenAI: 'openai'
  AzureAI: 'models'
  OpenAI: ''
  PassThrough: ''
}
var endpointPath = endpointPaths[inferenceAPIType]
var apiPath = empty(endpointPath) ? inferenceAPIPath : '${inferenceAPIPath}/${endpointPath}'

var definitions = {
  AzureOpenAI: loadTextContent('../../openapi/inference.json')
  AzureAI: loadTextContent('../../openapi/inference-models.json')
  OpenAI: loadTextContent('../../openapi/inference-models.json')
  PassThrough: loadTextContent('../../openapi/pass-through.json')
}

var hasPool = configurePool && length(aiServicesConfig) > 1
var firstBackendName = empty(aiServicesConfig) ? existingBackendName : aiServicesConfig[0].name
var backendName = hasPool ? inferenceBackendPoolName : firstBackendName

var breaker = {
  rules: [
    {
      name: 'failures'
      failureCondition: {
        count: 1
        interval: 'PT1M'
        errorReasons: [
          'Server errors'
        ]
        statusCodeRanges: circuitBreakerStatusCodes
      }
      tripDuration: 'PT1M'
      acceptRetryAfter: true
    }
  ]
}

var logged = {
  headers: [
    'Content-Type'
    'User-Agent'
    'x-ms-region'
    'x-ratelimit-remaining-tokens'
    'x-ratelimit-remaining-requests'
  ]
  // Prompts and answers stay out of the logs.
  body: {
    bytes: 0
  }
}

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: apimServiceName
}

resource backend 'Microsoft.ApiManagement/service/backends@2024-05-01' = [for config in aiServicesConfig: {
  parent: service
  name: config.name
  properties: {
    description: 'Models in ${config.?location ?? 'one region'}'
    // The gateway takes the API's path off and puts this in its place, so what the API's path stands for belongs here too.
    url: '${config.endpoint}${endpointPath}'
    protocol: 'http'
    circuitBreaker: configureCircuitBreaker ? breaker : null
  }
}]

resource pool 'Microsoft.ApiManagement/service/backends@2025-09-01-preview' = if (hasPool) {
  parent: service
  name: inferenceBackendPoolName
  // A pool has neither url nor protocol.
  #disable-next-line BCP035
  properties: {
    description: 'Models in several regions'
    type: 'Pool'
    pool: {
      services: [for (config, index) in aiServicesConfig: {
        id: '/backends/${backend[index].name}'
        priority: config.?priority
        weight: config.?weight
      }]
      sessionAffinity: empty(sessionAffinityCookie) ? null : {
        sessionId: {
          source: 'Cookie'
          name: sessionAffinityCookie
        }
      }
    }
  }
}

resource api 'Microsoft.ApiManagement/service/apis@2024-05-01' = {
  parent: service
  name: inferenceAPIName
  properties: {
    displayName: inferenceAPIDisplayName
    path: apiPath
    protocols: [
      'https'
    ]
    subscriptionRequired: subscriptionRequired
    // SDKs of Azure OpenAI send the key in this header.
    subscriptionKeyParameterNames: {
      header: 'api-key'
      query: 'api-key'
    }
    format: 'openapi+json'
    // api-version is the model's matter: a request without it is answered by the model, not lost in the gateway.
    translateRequiredQueryParameters: 'query'
    value: definitions[inferenceAPIType]
  }
}

resource apiPolicy 'Microsoft.ApiManagement/service/apis/policies@2024-05-01' = {
  parent: api
  name: 'policy'
  properties: {
    format: 'rawxml'
    value: replace(policyXml, '{backend-id}', backendName)
  }
  dependsOn: [
    backend
    pool
  ]
}

resource product 'Microsoft.ApiManagement/service/products@2024-05-01' existing = [for productName in productNames: {
  parent: service
  name: productName
}]

resource productApi 'Microsoft.ApiManagement/service/products/apis@2024-05-01' = [for (productName, index) in productNames: {
  parent: product[index]
  name: api.name
}]

resource azureMonitorDiagnostics 'Microsoft.ApiManagement/service/apis/diagnostics@2024-05-01' = if (!empty(azureMonitorLoggerId)) {
  parent: api
  name: 'azuremonitor'
  properties: {
    loggerId: azureMonitorLoggerId
    alwaysLog: 'allErrors'
    verbosity: 'information'
    logClientIp: false
    sampling: {
      samplingType: 'fixed'
      percentage: 100
    }
    frontend: {
      request: logged
      response: logged
    }
    backend: {
      request: logged
      response: logged
    }
  }
}

resource appInsightsDiagnostics 'Microsoft.ApiManagement/service/apis/diagnostics@2024-05-01' = if (!empty(appInsightsLoggerId)) {
  parent: api
  name: 'applicationinsights'
  properties: {
    loggerId: appInsightsLoggerId
    alwaysLog: 'allErrors'
    httpCorrelationProtocol: 'W3C'
    // Without it the token metrics of policies are dropped.
    metrics: true
    verbosity: 'information'
    logClientIp: false
    sampling: {
      samplingType: 'fixed'
      percentage: 100
    }
    frontend: {
      request: logged
      response: logged
    }
    backend: {
      request: logged
      response: logged
    }
  }
}

output apiId string = api.id
output apiPath string = apiPath
output backendName string = backendName
output backendNames array = [for (config, index) in aiServicesConfig: backend[index].name]
