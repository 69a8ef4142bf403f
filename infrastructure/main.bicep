// Azure Blob Storage as the remote cache of an Nx workspace: https://github.com/OWNER/nx-azure-cache
//
// Deploys a storage account, two identities for CI and their rights into an existing resource group. All settings are
// parameters; set them in main.bicepparam. Then run:
//   az deployment group create --resource-group <resource group> --parameters main.bicepparam

targetScope = 'resourceGroup'

@description('The CI jobs that may sign in as an identity. Azure compares issuer and subject letter by letter.')
type federatedCredential = {
  @description('Unique for the identity. Keep it when you deploy again: Azure accepts each issuer and subject only once.')
  name: string

  @description('Who issues the tokens of the CI, for example https://token.actions.githubusercontent.com.')
  issuer: string

  @description('Which jobs, for example repo:acme/web:ref:refs/heads/main.')
  subject: string
}

@description('The storage account to create. The name is unique in all of Azure.')
@minLength(3)
@maxLength(24)
param accountName string

@description('The Azure region.')
param location string = resourceGroup().location

@description('The Azure cloud. It decides which audience the tokens of CI jobs must name.')
@allowed(['public', 'usgov', 'china'])
param cloud string = 'public'

@description('Copies in one data center (LRS) or in three zones (ZRS).')
@allowed(['LRS', 'ZRS'])
param redundancy string = 'LRS'

@description('The container of trusted artifacts.')
param container string = 'nx-cache'

@description('The container of all other artifacts. If it is the same, a condition on the blob path separates them.')
param untrustedContainer string = '${container}-untrusted'

@description('The prefix of all blob names: azure.prefix in nx.json.')
param prefix string = ''

@description('The jobs that may write trusted artifacts. At most 20.')
@maxLength(20)
param trustedCredentials federatedCredential[] = []

@description('The jobs that may only read trusted artifacts. At most 20, none of them in trustedCredentials.')
@maxLength(20)
param untrustedCredentials federatedCredential[] = []

@description('The object ID of an Entra group whose members get the rights of untrusted jobs.')
param developersGroupObjectId string = ''

@description('Artifacts move to the cool tier after this many days without access.')
@minValue(1)
param coolAfterDays int = 30

@description('Artifacts are deleted after this many days without access.')
@minValue(1)
param deleteAfterDays int = 90

@description('Untrusted artifacts are deleted after this many days without access.')
@minValue(1)
param untrustedDeleteAfterDays int = 7

// One container for both, if the names say so.
var oneContainer = untrustedContainer == container
var hasDevelopers = !empty(developersGroupObjectId)

var audiences = {
  public: 'api://AzureADTokenExchange'
  usgov: 'api://AzureADTokenExchangeUSGov'
  china: 'api://AzureADTokenExchangeChina'
}
var audience = audiences[cloud]

// Blob names: <prefix>/v1/<scope>/<hash> for artifacts, <prefix>/runs/v1/<date>/<time> for the records of runs.
var folder = empty(prefix) ? '' : '${prefix}/'
var untrustedBlobs = oneContainer
  ? [
      '${container}/${folder}v1/branch/'
      '${container}/${folder}v1/pr/'
      '${container}/${folder}v1/tag/'
      '${container}/${folder}v1/local/'
    ]
  : ['${untrustedContainer}/']

// Only for one container: writing is allowed below these two folders, except below their "trusted" folder.
// The condition covers both actions that can create a blob, and StringLike compares with case.
// https://learn.microsoft.com/azure/storage/blobs/storage-auth-abac-examples
var blobs = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs'
var path = '@Resource[${blobs}:path]'
var noWrite = '(!(ActionMatches{\'${blobs}/write\'}) AND !(ActionMatches{\'${blobs}/add/action\'}))'
var ownArtifact = '(${path} StringLike \'${folder}v1/*\' AND ${path} StringNotLike \'${folder}v1/trusted/*\')'
var runRecord = '(${path} StringLike \'${folder}runs/v1/*\' AND ${path} StringNotLike \'${folder}runs/v1/trusted/*\')'
var untrustedCondition = '(${noWrite} OR ${ownArtifact} OR ${runRecord})'

// The built-in role "Storage Blob Data Reader".
var readerRole = '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'

// Entra tokens only: an account key cannot be limited to a container.
resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: accountName
  location: location
  sku: {
    name: 'Standard_${redundancy}'
  }
  kind: 'StorageV2'
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

// Soft delete is off: builds recreate a deleted artifact, and Azure would bill it until it is gone.
resource blobService 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: {
      enabled: false
    }
    lastAccessTimeTrackingPolicy: {
      enable: true
      name: 'AccessTimeTracking'
    }
  }
}

resource trustedContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = {
  parent: blobService
  name: container
  properties: {
    publicAccess: 'None'
  }
}

resource otherContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = if (!oneContainer) {
  parent: blobService
  name: untrustedContainer
  properties: {
    publicAccess: 'None'
  }
}

// Days count from the last access, which the blob service tracks.
resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2023-05-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'cache'
          type: 'Lifecycle'
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: ['${container}/']
            }
            actions: {
              baseBlob: {
                tierToCool: {
                  daysAfterLastAccessTimeGreaterThan: coolAfterDays
                }
                enableAutoTierToHotFromCool: true
                delete: {
                  daysAfterLastAccessTimeGreaterThan: deleteAfterDays
                }
              }
            }
          }
        }
        {
          name: 'untrusted'
          type: 'Lifecycle'
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: untrustedBlobs
            }
            actions: {
              baseBlob: {
                delete: {
                  daysAfterLastAccessTimeGreaterThan: untrustedDeleteAfterDays
                }
              }
            }
          }
        }
      ]
    }
  }
  dependsOn: [
    blobService
  ]
}

resource trustedIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${accountName}-trusted'
  location: location
}

resource untrustedIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${accountName}-untrusted'
  location: location
}

// One after the other: Azure refuses to change two credentials of one identity at the same time.
@batchSize(1)
resource trustedFederation 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31' = [
  for credential in trustedCredentials: {
    parent: trustedIdentity
    name: credential.name
    properties: {
      issuer: credential.issuer
      subject: credential.subject
      audiences: [audience]
    }
  }
]

@batchSize(1)
resource untrustedFederation 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31' = [
  for credential in untrustedCredentials: {
    parent: untrustedIdentity
    name: credential.name
    properties: {
      issuer: credential.issuer
      subject: credential.subject
      audiences: [audience]
    }
  }
]

// No right to delete: the lifecycle rules delete artifacts.
resource writerRole 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, account.name, 'writer')
  properties: {
    roleName: 'Nx cache writer (${accountName})'
    description: 'Reads, creates and replaces blobs, and deletes none.'
    type: 'CustomRole'
    permissions: [
      {
        actions: ['Microsoft.Storage/storageAccounts/blobServices/containers/read']
        dataActions: ['${blobs}/read', '${blobs}/write', '${blobs}/add/action']
      }
    ]
    assignableScopes: [resourceGroup().id]
  }
}

// Who may do what. The trusted identity writes where everybody reads.
resource trustedWrites 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: trustedContainer
  name: guid(trustedContainer.id, 'trustedWrites')
  properties: {
    principalId: trustedIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', writerRole.name)
  }
}

// Two containers: the others read the trusted one and write their own.
resource untrustedReads 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!oneContainer) {
  scope: trustedContainer
  name: guid(trustedContainer.id, 'untrustedReads')
  properties: {
    principalId: untrustedIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', readerRole)
  }
}

resource untrustedWrites 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!oneContainer) {
  scope: otherContainer
  name: guid(otherContainer.id, 'untrustedWrites')
  properties: {
    principalId: untrustedIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', writerRole.name)
  }
}

resource developersReads 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!oneContainer && hasDevelopers) {
  scope: trustedContainer
  name: guid(trustedContainer.id, 'developersReads')
  properties: {
    principalId: developersGroupObjectId
    principalType: 'Group'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', readerRole)
  }
}

resource developersWrites 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!oneContainer && hasDevelopers) {
  scope: otherContainer
  name: guid(otherContainer.id, 'developersWrites')
  properties: {
    principalId: developersGroupObjectId
    principalType: 'Group'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', writerRole.name)
  }
}

// One container: the others write under the condition.
resource untrustedWritesBelow 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (oneContainer) {
  scope: trustedContainer
  name: guid(trustedContainer.id, 'untrustedWrites')
  properties: {
    principalId: untrustedIdentity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', writerRole.name)
    condition: untrustedCondition
    conditionVersion: '2.0'
  }
}

resource developersWritesBelow 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (oneContainer && hasDevelopers) {
  scope: trustedContainer
  name: guid(trustedContainer.id, 'developersWrites')
  properties: {
    principalId: developersGroupObjectId
    principalType: 'Group'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', writerRole.name)
    condition: untrustedCondition
    conditionVersion: '2.0'
  }
}

// For nx.json and CI.
output accountName string = account.name
output trustedClientId string = trustedIdentity.properties.clientId
output untrustedClientId string = untrustedIdentity.properties.clientId
output tenantId string = tenant().tenantId
output subscriptionId string = subscription().subscriptionId
