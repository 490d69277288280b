metadata description = 'Application Insights over a Log Analytics workspace.'

@description('Name of the resource.')
param name string

@description('Region.')
param location string = resourceGroup().location

@description('Tags of the resource.')
param tags object = {}

@description('Id of the Log Analytics workspace that keeps the data.')
param workspaceId string

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: name
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspaceId
    IngestionMode: 'LogAnalytics'
    // The token metrics of the gateway are read by their dimensions.
    #disable-next-line BCP037
    CustomMetricsOptedInType: 'WithDimensions'
  }
}

output id string = insights.id
output name string = insights.name
output connectionString string = insights.properties.ConnectionString
output instrumentationKey string = insights.properties.InstrumentationKey
