metadata description = 'Gives an identity one role on one Cognitive Services account.'

@description('Name of the account.')
param accountName string

@description('Object id of the identity that gets the role.')
param principalId string

@description('Id of the role: the GUID of its definition.')
param roleDefinitionId string

@description('What the identity is.')
@allowed(['ServicePrincipal', 'User', 'Group'])
param principalType string = 'ServicePrincipal'

resource account 'Microsoft.CognitiveServices/accounts@2025-06-01' existing = {
  name: accountName
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: account
  name: guid(account.id, principalId, roleDefinitionId)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleDefinitionId)
    principalId: principalId
    principalType: principalType
  }
}

output id string = assignment.id
