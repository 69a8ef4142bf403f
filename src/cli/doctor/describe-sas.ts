import type { Sas } from '../../config/sas.js';
import { fail, warn, type Finding } from './check.js';

/** What a SAS allows, e.g. `the permissions "rcw" until 2027-01-01T00:00:00.000Z, for the container, by https alone`. */
export function describeSas(sas: Sas): string {
  const { permissions, expires, resource, resourceTypes, protocol, addresses, version } = sas;
  const rights = permissions === undefined ? 'an access policy' : `the permissions "${permissions}"`;
  const parts = [
    `${rights}${expires ? ` until ${expires.toISOString()}` : ''}`,
    resource === 'c' ? 'for one container' : '',
    resourceTypes === undefined ? '' : `for the account (srt=${resourceTypes})`,
    protocol === 'https' ? 'by https alone' : '',
    addresses === undefined ? '' : `from ${addresses} alone`,
    version === undefined ? '' : `of version ${version}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** Where it will be used, and when. */
export interface SasUse {
  /** e.g. `the SAS in AZURE_STORAGE_SAS_TOKEN` */
  readonly name: string;
  /** of the service */
  readonly url: string;
  readonly now: Date;
}

/** What of a SAS is in the way, by what it says of itself. */
export function judgeSas(sas: Sas, { name, url, now }: SasUse): Finding[] {
  const { starts, expires, protocol, resource, version } = sas;
  const findings = [
    expires && expires < now
      ? fail(`${name} expired on ${expires.toISOString()}`, 'make a new one')
      : undefined,
    starts && starts > now
      ? fail(
          `${name} is not valid before ${starts.toISOString()} (st)`,
          "make one that begins now, or without st; or set this machine's clock",
        )
      : undefined,
    protocol === 'https' && url.startsWith('http:')
      ? fail(`${name} is for https alone (spr), and ${new URL(url).host} is asked by http`, toHttps)
      : undefined,
    resource === 'd'
      ? warn(
          `${name} is for one directory of the container (sr=d), and for nothing beside it`,
          'make one for the container (sr=c), or see that azure.prefix lies in that directory',
        )
      : undefined,
    version !== undefined && version < oldest
      ? warn(`${name} is of version ${version} (sv), which knows no right to create alone`, 'make it anew')
      : undefined,
  ];
  return findings.filter((finding) => finding !== undefined);
}

const toHttps = 'write azure.endpoint, or the connection string, with https';
/** The permission `c` came with it (learn.microsoft.com/rest/api/storageservices/create-service-sas). */
const oldest = '2015-04-05';
