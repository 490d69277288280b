metadata description = 'An account that serves models, with its deployments.'

@description('Name of the account; its address derives from it, so it must be free in all of Azure.')
@minLength(2)
@maxLength(64)
param name string

@description('Region.')
param location string = resourceGroup().location

@description('Tags of the account.')
param tags object = {}

@description('Pricing tier.')
@allowed(['S0'])
param skuName string = 'S0'

@description('OpenAI for OpenAI\'s models only, AIServices for those of other publishers too.')
@allowed(['OpenAI', 'AIServices'])
param kind string = 'OpenAI'

@description('Deployments: [{ name, model?, publisher?, version, sku?, capacity? }].')
param modelsConfig array = []

@description('Id of the Log Analytics workspace for metrics; empty for none.')
param workspaceId string = ''

@description('Whether a key lets callers in; else identities only.')
param allowKeys bool = true

@description('Id of the subnet from which alone the account is reached; empty: from everywhere. Its name has to be resolved there: the private DNS zone privatelink.openai.azure.com is not made here.')
param privateSubnetId string = ''

resource account 'Microsoft.CognitiveServices/accounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: kind
  sku: {
    name: skuName
  }
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    customSubDomainName: toLower(name)
    publicNetworkAccess: empty(privateSubnetId) ? 'Enabled' : 'Disabled'
    disableLocalAuth: !allowKeys
  }
}

module deployments 'deployments.bicep' = {
  name: take('models-${name}', 64)
  params: {
    accountName: account.name
    modelsConfig: modelsConfig
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(workspaceId)) {
  scope: account
  name: 'to-log-analytics'
  properties: {
    workspaceId: workspaceId
    metrics: [
      {
        category: 'AllMetrics'
        enabled: true
      }
    ]
  }
}

resource privateEndpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = if (!empty(privateSubnetId)) {
  name: 'pe-${name}'
  location: location
  tags: tags
  properties: {
    subnet: {
      id: privateSubnetId
    }
    privateLinkServiceConnections: [
      {
        name: 'account'
        properties: {
          privateLinkServiceId: account.id
          groupIds: ['account']
        }
      }
    ]
  }
}

output id string = account.id
output name string = account.name
output endpoint string = account.properties.endpoint
output principalId string = account.identity.principalId
output deployedModels array = deployments.outputs.names
