@description('Region of the identities.')
param location string

@description('Tags of every resource.')
param tags object

@description('Ends the name of every resource, for example dev.')
param suffix string

// One identity per host, so that rights can be told apart: what decides may not sign orders, what signs may not decide.
resource functions 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-parley-functions-${suffix}'
  location: location
  tags: tags
}

resource edge 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-parley-edge-${suffix}'
  location: location
  tags: tags
}

@description('Resource id of the identity of the functions app.')
output functionsId string = functions.id

@description('Principal of the functions app, for role assignments.')
output functionsPrincipalId string = functions.properties.principalId

@description('Client id of the functions app, for asking for tokens.')
output functionsClientId string = functions.properties.clientId

@description('Resource id of the identity of the edge.')
output edgeId string = edge.id

@description('Principal of the edge, for role assignments.')
output edgePrincipalId string = edge.properties.principalId

@description('Client id of the edge, for asking for tokens.')
output edgeClientId string = edge.properties.clientId
