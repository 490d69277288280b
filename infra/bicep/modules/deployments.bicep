metadata description = 'Model deployments of one account, one after the other: Azure takes no two at a time.'

@description('Name of the account that gets them.')
param accountName string

@description('Deployments: [{ name, model?, publisher?, version, sku?, capacity? }]; without a model its name is the deployment\'s.')
param modelsConfig array

resource account 'Microsoft.CognitiveServices/accounts@2025-06-01' existing = {
  name: accountName
}

@batchSize(1)
resource modelDeployment 'Microsoft.CognitiveServices/accounts/deployments@2025-06-01' = [for model in modelsConfig: {
  parent: account
  name: model.name
  sku: {
    name: model.?sku ?? 'GlobalStandard'
    capacity: model.?capacity ?? 1
  }
  properties: {
    model: {
      format: model.?publisher ?? 'OpenAI'
      name: model.?model ?? model.name
      version: model.version
    }
    raiPolicyName: 'Microsoft.DefaultV2'
  }
}]

output names array = [for model in modelsConfig: model.name]
