metadata description = 'A Log Analytics workspace: where the logs of the workshop go.'

@description('Name of the workspace.')
param name string

@description('Region.')
param location string = resourceGroup().location

@description('Tags of the workspace.')
param tags object = {}

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param retentionInDays int = 30

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: retentionInDays
  }
}

output id string = workspace.id
output name string = workspace.name
output customerId string = workspace.properties.customerId
