metadata description = 'What the semantic cache of a gateway needs: a Redis with vector search as its external cache, and a backend for embeddings.'

@description('Name of the API Management service.')
param apimServiceName string

@description('Name of the Redis; its address derives from it.')
param redisName string

@description('Region.')
param location string = resourceGroup().location

@description('Size of the Redis.')
param redisSku string = 'Balanced_B0'

@description('Endpoint of the account that has the embeddings\' deployment; it ends with a slash.')
param accountEndpoint string

@description('Name of that deployment.')
param embeddingsDeployment string

var redisPort = 10000

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = {
  name: apimServiceName
}

resource redis 'Microsoft.Cache/redisEnterprise@2025-04-01' = {
  name: redisName
  location: location
  sku: {
    name: redisSku
  }
  properties: {
    minimumTlsVersion: '1.2'
  }
}

resource database 'Microsoft.Cache/redisEnterprise/databases@2025-04-01' = {
  parent: redis
  name: 'default'
  properties: {
    port: redisPort
    // Vector search works in this arrangement only, and only when nothing is thrown out.
    clusteringPolicy: 'EnterpriseCluster'
    evictionPolicy: 'NoEviction'
    accessKeysAuthentication: 'Enabled'
    modules: [
      {
        name: 'RediSearch'
      }
    ]
  }
}

resource cache 'Microsoft.ApiManagement/service/caches@2024-05-01' = {
  parent: service
  name: 'default'
  properties: {
    useFromLocation: 'default'
    connectionString: '${redis.properties.hostName}:${redisPort},password=${database.listKeys().primaryKey},ssl=True,abortConnect=False'
  }
}

resource embeddings 'Microsoft.ApiManagement/service/backends@2024-05-01' = {
  parent: service
  name: 'embeddings-backend'
  properties: {
    description: 'Vectors for the semantic cache'
    url: '${accountEndpoint}openai/deployments/${embeddingsDeployment}/embeddings'
    protocol: 'http'
  }
}

output embeddingsBackendName string = embeddings.name
