metadata description = 'The backend that llm-content-safety asks: an AI services account, called with the gateway\'s own identity.'

@description('Name of the API Management service.')
param apimServiceName string

@description('Address of the account: https://NAME.cognitiveservices.azure.com/.')
param accountEndpoint string

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: apimServiceName
}

resource contentSafety 'Microsoft.ApiManagement/service/backends@2024-05-01' = {
  parent: service
  name: 'content-safety-backend'
  properties: {
    description: 'Finds harm in prompts'
    url: accountEndpoint
    protocol: 'http'
    credentials: {
      // The portal writes it; the published types do not have it yet.
      #disable-next-line BCP037
      managedIdentity: {
        resource: 'https://cognitiveservices.azure.com'
      }
    }
  }
}

output backendName string = contentSafety.name
