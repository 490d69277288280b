metadata description = 'An Azure AI Foundry resource, one project in it, and its model deployments.'

@description('Name of the Foundry resource; its address derives from it, so it must be free in all of Azure.')
param name string

@description('Name of the project.')
param projectName string

@description('Region.')
param location string = resourceGroup().location

@description('Tags of both.')
param tags object = {}

@description('Deployments: [{ name, model?, publisher?, version, sku?, capacity? }].')
param modelsConfig array = []

resource foundry 'Microsoft.CognitiveServices/accounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'AIServices'
  sku: {
    name: 'S0'
  }
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    allowProjectManagement: true
    customSubDomainName: toLower(name)
    publicNetworkAccess: 'Enabled'
    disableLocalAuth: false
  }
}

resource project 'Microsoft.CognitiveServices/accounts/projects@2025-06-01' = {
  parent: foundry
  name: projectName
  location: location
  tags: tags
  identity: {
    type: 'SystemAssigned'
  }
  properties: {}
}

module deployments 'deployments.bicep' = {
  name: take('models-${name}', 64)
  params: {
    accountName: foundry.name
    modelsConfig: modelsConfig
  }
}

output id string = foundry.id
output name string = foundry.name
output projectName string = project.name
output principalId string = project.identity.principalId
@description('What SDKs take as the project\'s endpoint.')
output endpoint string = project.properties.endpoints['AI Foundry API']
@description('Address of the Foundry resource itself.')
output discoveryUrl string = foundry.properties.endpoints['AI Foundry API']
