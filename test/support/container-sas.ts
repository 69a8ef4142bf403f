import {
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { accountKey, accountName } from './azurite.js';

/**
 * A SAS of one container of Azurite's account: it stands for an identity that has rights there alone.
 *
 * @param permissions e.g. `rwc`
 */
export function containerSas(container: string, permissions: string): string {
  const sas = {
    containerName: container,
    permissions: ContainerSASPermissions.parse(permissions),
    expiresOn: new Date(Date.now() + 600_000),
  };
  const key = new StorageSharedKeyCredential(accountName, accountKey);
  return generateBlobSASQueryParameters(sas, key).toString();
}
