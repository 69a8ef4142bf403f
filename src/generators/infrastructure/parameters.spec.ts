import { expect, test } from 'vitest';

import { resolveOptions } from './options.js';
import { printBicepParameters, printTerraformVariables } from './parameters.js';

const options = resolveOptions(
  {
    accountName: 'acmenxcache',
    trustedSubjects: ["https://ci.example it's ${main}"],
    oneContainer: true,
    prefix: 'web',
  },
  {},
);

test('main.bicepparam sets all parameters', () => {
  expect(printBicepParameters(options)).toBe(`// Written by: nx generate nx-azure-cache:infrastructure

using 'main.bicep'

param accountName = 'acmenxcache'
param cloud = 'public'
param redundancy = 'LRS'
param container = 'nx-cache'
param untrustedContainer = 'nx-cache'
param prefix = 'web'
param developersGroupObjectId = ''
param coolAfterDays = 30
param deleteAfterDays = 90
param untrustedDeleteAfterDays = 7

param trustedCredentials = [
  {
    name: 'other-dd06a0f2'
    issuer: 'https://ci.example'
    subject: 'it\\'s \\\${main}'
  }
]

param untrustedCredentials = []
`);
});

test('terraform.tfvars sets all variables but the resource group', () => {
  expect(printTerraformVariables(options)).toBe(`# Written by: nx generate nx-azure-cache:infrastructure

account_name                = "acmenxcache"
cloud                       = "public"
redundancy                  = "LRS"
container                   = "nx-cache"
untrusted_container         = "nx-cache"
prefix                      = "web"
developers_group_object_id  = ""
cool_after_days             = 30
delete_after_days           = 90
untrusted_delete_after_days = 7

trusted_credentials = {
  "other-dd06a0f2" = { issuer = "https://ci.example", subject = "it's $\${main}" }
}

untrusted_credentials = {}
`);
});
