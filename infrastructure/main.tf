# Azure Blob Storage as the remote cache of an Nx workspace: https://github.com/OWNER/nx-azure-cache
#
# Deploys a storage account, two identities for CI and their rights into an existing resource group. All settings are
# variables; set them in terraform.tfvars. Then run:
#   terraform init
#   terraform apply -var resource_group_name=<resource group>

terraform {
  required_version = ">= 1.5"

  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.73"
    }
  }
}

# The account takes no keys, so the provider manages the account and leaves its data alone.
provider "azurerm" {
  storage_use_azuread = true
  environment         = local.clouds[var.cloud].environment

  features {
    storage {
      data_plane_available = false
    }
  }
}

variable "resource_group_name" {
  description = "An existing resource group."
  type        = string
}

variable "account_name" {
  description = "The storage account to create. The name is unique in all of Azure."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]{3,24}$", var.account_name))
    error_message = "A storage account name has 3 to 24 lowercase letters and digits."
  }
}

variable "cloud" {
  description = "The Azure cloud: public, usgov or china. It decides which audience the tokens of CI jobs must name."
  type        = string
  default     = "public"

  validation {
    condition     = contains(["public", "usgov", "china"], var.cloud)
    error_message = "The cloud is public, usgov or china."
  }
}

variable "redundancy" {
  description = "Copies in one data center (LRS) or in three zones (ZRS)."
  type        = string
  default     = "LRS"

  validation {
    condition     = contains(["LRS", "ZRS"], var.redundancy)
    error_message = "The redundancy is LRS or ZRS."
  }
}

variable "container" {
  description = "The container of trusted artifacts."
  type        = string
  default     = "nx-cache"
}

variable "untrusted_container" {
  description = "The container of all other artifacts. If it is the same, a condition on the blob path separates them. Default: the name of the container and -untrusted."
  type        = string
  default     = null
}

variable "prefix" {
  description = "The prefix of all blob names: azure.prefix in nx.json."
  type        = string
  default     = ""
}

variable "trusted_credentials" {
  description = "The CI jobs that may write trusted artifacts, by a name that is unique for the identity. Azure compares issuer and subject letter by letter. At most 20."
  type        = map(object({ issuer = string, subject = string }))
  default     = {}

  validation {
    condition     = length(var.trusted_credentials) <= 20
    error_message = "Azure allows 20 credentials for an identity."
  }
}

variable "untrusted_credentials" {
  description = "The CI jobs that may only read trusted artifacts. At most 20, none of them in trusted_credentials."
  type        = map(object({ issuer = string, subject = string }))
  default     = {}

  validation {
    condition     = length(var.untrusted_credentials) <= 20
    error_message = "Azure allows 20 credentials for an identity."
  }
}

variable "developers_group_object_id" {
  description = "The object ID of an Entra group whose members get the rights of untrusted jobs."
  type        = string
  default     = ""
}

variable "cool_after_days" {
  description = "Artifacts move to the cool tier after this many days without access."
  type        = number
  default     = 30
}

variable "delete_after_days" {
  description = "Artifacts are deleted after this many days without access."
  type        = number
  default     = 90
}

variable "untrusted_delete_after_days" {
  description = "Untrusted artifacts are deleted after this many days without access."
  type        = number
  default     = 7
}

locals {
  untrusted_container = var.untrusted_container == null ? "${var.container}-untrusted" : var.untrusted_container

  # One container for both, if the names say so.
  one_container  = local.untrusted_container == var.container
  has_developers = var.developers_group_object_id != ""

  clouds = {
    public = { environment = "public", audience = "api://AzureADTokenExchange" }
    usgov  = { environment = "usgovernment", audience = "api://AzureADTokenExchangeUSGov" }
    china  = { environment = "china", audience = "api://AzureADTokenExchangeChina" }
  }

  # Blob names: <prefix>/v1/<scope>/<hash> for artifacts, <prefix>/runs/v1/<date>/<time> for the records of runs.
  folder = var.prefix == "" ? "" : "${var.prefix}/"
  untrusted_blobs = local.one_container ? [
    "${var.container}/${local.folder}v1/branch/",
    "${var.container}/${local.folder}v1/pr/",
    "${var.container}/${local.folder}v1/tag/",
    "${var.container}/${local.folder}v1/local/",
  ] : ["${local.untrusted_container}/"]

  # Only for one container: writing is allowed below these two folders, except below their "trusted" folder.
  # The condition covers both actions that can create a blob, and StringLike compares with case.
  # https://learn.microsoft.com/azure/storage/blobs/storage-auth-abac-examples
  blobs               = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs"
  path                = "@Resource[${local.blobs}:path]"
  no_write            = "(!(ActionMatches{'${local.blobs}/write'}) AND !(ActionMatches{'${local.blobs}/add/action'}))"
  own_artifact        = "(${local.path} StringLike '${local.folder}v1/*' AND ${local.path} StringNotLike '${local.folder}v1/trusted/*')"
  run_record          = "(${local.path} StringLike '${local.folder}runs/v1/*' AND ${local.path} StringNotLike '${local.folder}runs/v1/trusted/*')"
  untrusted_condition = "(${local.no_write} OR ${local.own_artifact} OR ${local.run_record})"

  # The scopes of role assignments.
  containers      = "${azurerm_storage_account.cache.id}/blobServices/default/containers"
  trusted_scope   = "${local.containers}/${azurerm_storage_container.trusted.name}"
  untrusted_scope = local.one_container ? local.trusted_scope : "${local.containers}/${azurerm_storage_container.untrusted[0].name}"
}

data "azurerm_resource_group" "cache" {
  name = var.resource_group_name
}

data "azurerm_client_config" "current" {}

# Entra tokens only: an account key cannot be limited to a container.
# Soft delete is off: builds recreate a deleted artifact, and Azure would bill it until it is gone.
resource "azurerm_storage_account" "cache" {
  name                             = var.account_name
  resource_group_name              = data.azurerm_resource_group.cache.name
  location                         = data.azurerm_resource_group.cache.location
  account_kind                     = "StorageV2"
  account_tier                     = "Standard"
  account_replication_type         = var.redundancy
  access_tier                      = "Hot"
  allow_nested_items_to_be_public  = false
  cross_tenant_replication_enabled = false
  shared_access_key_enabled        = false
  default_to_oauth_authentication  = true
  min_tls_version                  = "TLS1_2"
  https_traffic_only_enabled       = true

  blob_properties {
    last_access_time_enabled = true
  }
}

resource "azurerm_storage_container" "trusted" {
  name                  = var.container
  storage_account_id    = azurerm_storage_account.cache.id
  container_access_type = "private"
}

resource "azurerm_storage_container" "untrusted" {
  count = local.one_container ? 0 : 1

  name                  = local.untrusted_container
  storage_account_id    = azurerm_storage_account.cache.id
  container_access_type = "private"
}

# Days count from the last access, which the account tracks.
resource "azurerm_storage_management_policy" "cache" {
  storage_account_id = azurerm_storage_account.cache.id

  rule {
    name    = "cache"
    enabled = true

    filters {
      blob_types   = ["blockBlob"]
      prefix_match = ["${var.container}/"]
    }

    actions {
      base_blob {
        tier_to_cool_after_days_since_last_access_time_greater_than = var.cool_after_days
        auto_tier_to_hot_from_cool_enabled                          = true
        delete_after_days_since_last_access_time_greater_than       = var.delete_after_days
      }
    }
  }

  rule {
    name    = "untrusted"
    enabled = true

    filters {
      blob_types   = ["blockBlob"]
      prefix_match = local.untrusted_blobs
    }

    actions {
      base_blob {
        delete_after_days_since_last_access_time_greater_than = var.untrusted_delete_after_days
      }
    }
  }
}

resource "azurerm_user_assigned_identity" "trusted" {
  name                = "${var.account_name}-trusted"
  resource_group_name = data.azurerm_resource_group.cache.name
  location            = data.azurerm_resource_group.cache.location
}

resource "azurerm_user_assigned_identity" "untrusted" {
  name                = "${var.account_name}-untrusted"
  resource_group_name = data.azurerm_resource_group.cache.name
  location            = data.azurerm_resource_group.cache.location
}

resource "azurerm_federated_identity_credential" "trusted" {
  for_each = var.trusted_credentials

  name                      = each.key
  user_assigned_identity_id = azurerm_user_assigned_identity.trusted.id
  issuer                    = each.value.issuer
  subject                   = each.value.subject
  audience                  = [local.clouds[var.cloud].audience]
}

resource "azurerm_federated_identity_credential" "untrusted" {
  for_each = var.untrusted_credentials

  name                      = each.key
  user_assigned_identity_id = azurerm_user_assigned_identity.untrusted.id
  issuer                    = each.value.issuer
  subject                   = each.value.subject
  audience                  = [local.clouds[var.cloud].audience]
}

# No right to delete: the lifecycle rules delete artifacts.
resource "azurerm_role_definition" "writer" {
  name              = "Nx cache writer (${var.account_name})"
  description       = "Reads, creates and replaces blobs, and deletes none."
  scope             = data.azurerm_resource_group.cache.id
  assignable_scopes = [data.azurerm_resource_group.cache.id]

  permissions {
    actions      = ["Microsoft.Storage/storageAccounts/blobServices/containers/read"]
    data_actions = ["${local.blobs}/read", "${local.blobs}/write", "${local.blobs}/add/action"]
  }
}

# Who may do what. The trusted identity writes where everybody reads.
resource "azurerm_role_assignment" "trusted_writes" {
  scope              = local.trusted_scope
  principal_id       = azurerm_user_assigned_identity.trusted.principal_id
  principal_type     = "ServicePrincipal"
  role_definition_id = azurerm_role_definition.writer.role_definition_resource_id
}

# The others read it, and write their own container. With one container they write under the condition.
resource "azurerm_role_assignment" "untrusted_reads" {
  count = local.one_container ? 0 : 1

  scope                = local.trusted_scope
  principal_id         = azurerm_user_assigned_identity.untrusted.principal_id
  principal_type       = "ServicePrincipal"
  role_definition_name = "Storage Blob Data Reader"
}

resource "azurerm_role_assignment" "untrusted_writes" {
  scope              = local.untrusted_scope
  principal_id       = azurerm_user_assigned_identity.untrusted.principal_id
  principal_type     = "ServicePrincipal"
  role_definition_id = azurerm_role_definition.writer.role_definition_resource_id
  condition          = local.one_container ? local.untrusted_condition : null
  condition_version  = local.one_container ? "2.0" : null
}

resource "azurerm_role_assignment" "developers_reads" {
  count = local.has_developers && !local.one_container ? 1 : 0

  scope                = local.trusted_scope
  principal_id         = var.developers_group_object_id
  principal_type       = "Group"
  role_definition_name = "Storage Blob Data Reader"
}

resource "azurerm_role_assignment" "developers_writes" {
  count = local.has_developers ? 1 : 0

  scope              = local.untrusted_scope
  principal_id       = var.developers_group_object_id
  principal_type     = "Group"
  role_definition_id = azurerm_role_definition.writer.role_definition_resource_id
  condition          = local.one_container ? local.untrusted_condition : null
  condition_version  = local.one_container ? "2.0" : null
}

# For nx.json and CI.
output "account_name" {
  value = azurerm_storage_account.cache.name
}

output "trusted_client_id" {
  value = azurerm_user_assigned_identity.trusted.client_id
}

output "untrusted_client_id" {
  value = azurerm_user_assigned_identity.untrusted.client_id
}

output "tenant_id" {
  value = data.azurerm_client_config.current.tenant_id
}

output "subscription_id" {
  value = data.azurerm_client_config.current.subscription_id
}

# An earlier template gave the only container the name "cache".
moved {
  from = azurerm_storage_container.cache
  to   = azurerm_storage_container.trusted
}
