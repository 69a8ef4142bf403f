import {
  AccountSASPermissions,
  AccountSASResourceTypes,
  AccountSASServices,
  generateAccountSASQueryParameters,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { accountKey, accountName } from './azurite.js';

/**
 * A SAS of Azurite's account, for containers and blobs, as the portal makes them.
 *
 * @param permissions e.g. `rwc`
 * @param lifetime in ms; a negative one has expired
 */
export function accountSas(permissions: string, lifetime = 60_000): string {
  const sas = {
    services: AccountSASServices.parse('b').toString(),
    resourceTypes: AccountSASResourceTypes.parse('co').toString(),
    permissions: AccountSASPermissions.parse(permissions),
    expiresOn: new Date(Date.now() + lifetime),
  };
  const key = new StorageSharedKeyCredential(accountName, accountKey);
  return generateAccountSASQueryParameters(sas, key).toString();
}
