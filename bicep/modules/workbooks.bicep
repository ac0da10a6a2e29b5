@description('Region of the workbooks.')
param location string

@description('Tags of every resource.')
param tags object

@description('Ends the title of every workbook, for example dev.')
param suffix string

@description('Workspace the workbooks query.')
param workspaceId string

var workbooks = [
  { name: 'desk', title: 'Desk', content: loadTextContent('../../infra/workbooks/desk.json') }
  { name: 'llm', title: 'Language models', content: loadTextContent('../../infra/workbooks/llm.json') }
  { name: 'data', title: 'Market data', content: loadTextContent('../../infra/workbooks/data.json') }
  { name: 'system', title: 'System', content: loadTextContent('../../infra/workbooks/system.json') }
]

resource pages 'Microsoft.Insights/workbooks@2023-06-01' = [
  for workbook in workbooks: {
    name: guid(resourceGroup().id, 'workbook', workbook.name)
    location: location
    tags: tags
    kind: 'shared'
    properties: {
      category: 'workbook'
      displayName: 'Parley: ${workbook.title} (${suffix})'
      serializedData: workbook.content
      sourceId: workspaceId
      version: 'Notebook/1.0'
    }
  }
]
