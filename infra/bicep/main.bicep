metadata description = 'The workshop on Azure: models, an AI Foundry project, a gateway before them, and telemetry.'

@description('Short name of the workload; part of every name.')
@minLength(1)
@maxLength(10)
param workloadName string = 'hybridllm'

@description('Short name of the environment: dev, test, prod.')
@minLength(1)
@maxLength(8)
param environmentName string = 'dev'

@description('Region of everything.')
param location string = resourceGroup().location

@description('Tags of everything, beside the workload\'s own.')
param tags object = {}

@description('Pricing tier of Azure OpenAI.')
@allowed(['S0'])
param openAiSkuName string = 'S0'

@description('Pricing tier of the gateway.')
@allowed(['Developer', 'Basic', 'Basicv2', 'Standard', 'Standardv2', 'Premium'])
param apimSkuName string = 'Developer'

@description('Mail address that Azure writes to about the gateway.')
param apimAdminEmail string

@description('Name that callers of the gateway see.')
param apimOrganizationName string = 'Hybrid LLM Router'

@description('Whether there is Application Insights, with its workspace.')
param enableTelemetry bool = true

@description('Whether there is an AI Foundry project.')
param enableAiFoundry bool = true

@description('Object id of the person who works with it; empty for nobody. He or she may call the models without a key.')
param principalId string = ''

@description('Whether a key of Azure OpenAI lets callers in; else identities only.')
param openAiAllowKeys bool = true

@description('Id of the subnet from which alone Azure OpenAI is reached; empty: from everywhere. The gateway has to be in that network too, which this file does not arrange.')
param openAiPrivateSubnetId string = ''

@description('Who is told by mail when Azure OpenAI throttles or fails; empty for nobody.')
param alertEmail string = ''

@description('Deployments of Azure OpenAI: [{ name, model?, version, sku?, capacity? }]. The names are those that the labs ask for.')
param modelsConfig array = [
  {
    name: 'gpt-4-1'
    model: 'gpt-4.1'
    version: '2025-04-14'
    capacity: 50
  }
  {
    name: 'gpt-4o'
    version: '2024-11-20'
    capacity: 50
  }
  {
    name: 'gpt-4o-mini'
    version: '2024-07-18'
    capacity: 100
  }
  {
    name: 'model-router'
    version: '2025-08-07'
    capacity: 50
  }
  {
    name: 'text-embedding-3-small'
    version: '1'
    capacity: 50
  }
]

@description('Deployments of the AI Foundry project, for its agents.')
param foundryModelsConfig array = [
  {
    name: 'gpt-4o'
    version: '2024-11-20'
    capacity: 50
  }
  {
    name: 'gpt-4o-mini'
    version: '2024-07-18'
    capacity: 50
  }
]

var roles = {
  cognitiveServicesOpenAIUser: '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd'
  azureAIUser: '53ca6127-db72-4b80-b1b0-d745d6d5456d'
}

// Addresses must be free in all of Azure, hence the suffix where a name becomes one.
var suffix = take(uniqueString(subscription().id, resourceGroup().id), 5)
var prefix = '${workloadName}-${environmentName}'
var names = {
  openAi: '${prefix}-openai-${suffix}'
  aiFoundry: '${prefix}-foundry-${suffix}'
  aiFoundryProject: '${prefix}-aiproject'
  apim: '${prefix}-apim-${suffix}'
  appInsights: '${prefix}-insights'
  logAnalytics: '${prefix}-logs'
}

var allTags = union(tags, {
  workload: workloadName
  environment: environmentName
})

module logAnalytics 'modules/log-analytics.bicep' = if (enableTelemetry) {
  name: 'log-analytics'
  params: {
    name: names.logAnalytics
    location: location
    tags: allTags
  }
}

module appInsights 'modules/app-insights.bicep' = if (enableTelemetry) {
  name: 'app-insights'
  params: {
    name: names.appInsights
    location: location
    tags: allTags
    workspaceId: logAnalytics.?outputs.id ?? ''
  }
}

module workbook 'modules/workbook.bicep' = if (enableTelemetry) {
  name: 'workbook'
  params: {
    componentId: appInsights.?outputs.id ?? ''
    location: location
    tags: allTags
  }
}

module openAi 'modules/openai.bicep' = {
  name: 'openai'
  params: {
    name: names.openAi
    location: location
    tags: allTags
    skuName: openAiSkuName
    modelsConfig: modelsConfig
    allowKeys: openAiAllowKeys
    privateSubnetId: openAiPrivateSubnetId
    workspaceId: logAnalytics.?outputs.id ?? ''
  }
}

module openAiAlerts 'modules/model-alerts.bicep' = if (!empty(alertEmail)) {
  name: 'openai-alerts'
  params: {
    accountName: openAi.outputs.name
    tags: allTags
    email: alertEmail
  }
}

module aiFoundry 'modules/ai-foundry-project.bicep' = if (enableAiFoundry) {
  name: 'ai-foundry-project'
  params: {
    name: names.aiFoundry
    projectName: names.aiFoundryProject
    location: location
    tags: allTags
    modelsConfig: foundryModelsConfig
  }
}

module apim 'modules/apim.bicep' = {
  name: 'apim'
  params: {
    name: names.apim
    location: location
    tags: allTags
    skuName: apimSkuName
    adminEmail: apimAdminEmail
    organizationName: apimOrganizationName
    openAiEndpoint: openAi.outputs.endpoint
    aiFoundryProjectEndpoint: aiFoundry.?outputs.endpoint ?? ''
    workspaceId: logAnalytics.?outputs.id ?? ''
    appInsightsId: appInsights.?outputs.id ?? ''
    appInsightsConnectionString: appInsights.?outputs.connectionString ?? ''
  }
}

module gatewayMayCallModels 'modules/role-assignment.bicep' = {
  name: 'gateway-may-call-models'
  params: {
    accountName: openAi.outputs.name
    principalId: apim.outputs.principalId
    roleDefinitionId: roles.cognitiveServicesOpenAIUser
  }
}

module gatewayMayCallFoundry 'modules/role-assignment.bicep' = if (enableAiFoundry) {
  name: 'gateway-may-call-foundry'
  params: {
    accountName: aiFoundry.?outputs.name ?? ''
    principalId: apim.outputs.principalId
    roleDefinitionId: roles.azureAIUser
  }
}

module personMayCallModels 'modules/role-assignment.bicep' = if (!empty(principalId)) {
  name: 'person-may-call-models'
  params: {
    accountName: openAi.outputs.name
    principalId: principalId
    principalType: 'User'
    roleDefinitionId: roles.cognitiveServicesOpenAIUser
  }
}

module personMayCallFoundry 'modules/role-assignment.bicep' = if (!empty(principalId) && enableAiFoundry) {
  name: 'person-may-call-foundry'
  params: {
    accountName: aiFoundry.?outputs.name ?? ''
    principalId: principalId
    principalType: 'User'
    roleDefinitionId: roles.azureAIUser
  }
}

output openAiEndpoint string = openAi.outputs.endpoint
output openAiServiceName string = openAi.outputs.name
output openAiModels array = openAi.outputs.deployedModels
output apimGatewayUrl string = apim.outputs.gatewayUrl
output apimServiceName string = apim.outputs.name
output applicationInsightsConnectionString string = appInsights.?outputs.connectionString ?? ''
output applicationInsightsInstrumentationKey string = appInsights.?outputs.instrumentationKey ?? ''
output aiFoundryProjectName string = aiFoundry.?outputs.projectName ?? ''
output aiFoundryProjectEndpoint string = aiFoundry.?outputs.endpoint ?? ''
output aiFoundryProjectDiscoveryUrl string = aiFoundry.?outputs.discoveryUrl ?? ''
output logAnalyticsWorkspaceName string = logAnalytics.?outputs.name ?? ''
