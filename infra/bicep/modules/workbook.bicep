metadata description = 'The workbook of the router in Application Insights.'

@description('Id of the Application Insights component that it reads.')
param componentId string

@description('Region.')
param location string = resourceGroup().location

@description('Tags of the resource.')
param tags object = {}

@description('Name that people see.')
param displayName string = 'Hybrid router'

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  // Azure wants a GUID here.
  name: guid(componentId, displayName)
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: displayName
    category: 'workbook'
    sourceId: componentId
    version: 'Notebook/1.0'
    serializedData: loadTextContent('../../observability/app-insights/workbook.json')
  }
}

output id string = workbook.id
output name string = workbook.name
