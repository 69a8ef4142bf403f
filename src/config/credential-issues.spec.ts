import { describe, expect, test } from 'vitest';

import { keyOf, sasOf, sasWith } from '../../test/support/fakes/credentials.js';
import { ConfigError } from '../errors.js';
import type { Environment } from './environment.js';
import { resolveConfig } from './resolve-config.js';

const azure = { container: 'cache', accountName: 'acme', trust: { branches: ['main'] } };
/** In each credential here, so that it is found where it must not be. */
const secret = keyOf('SECRET');
const connection = `DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=${secret};EndpointSuffix=core.windows.net`;
const sas = sasWith('sp=rcw&se=2026-12-01T00%3A00%3A00Z&sr=c');

/** What each issue says was given. */
function given(env: Environment, settings: object = azure): string[] {
  try {
    resolveConfig(settings, env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    expect(error.issues.map(({ path }) => path)).toEqual(Object.keys(env));
    for (const value of Object.values(env)) if (value) expect(error.message).not.toContain(value);
    expect(error.message).not.toMatch(new RegExp(`${secret.slice(4, 12)}|c2lnbmF0|sig=[^…)]`));
    return error.issues.map((issue) => issue.given);
  }
}

describe.each(['AZURE_STORAGE_SAS_TOKEN', 'NX_AZURE_CACHE_UNTRUSTED_SAS_TOKEN'])('%s', (name) => {
  test.each([
    ['as az prints it', sas],
    ['with a question mark in front, as the portal has it', `?${sas}`],
    ['of an access policy', sasWith('si=policy&sr=c')],
    ['for an account', sasWith('ss=bqt&srt=sco&sp=rwdlac')],
    ['of a user delegation', sasWith('skoid=1&sktid=2&ske=2027-01-01&sks=b&skv=2023-11-03&sr=c&sp=r')],
    ['for a directory', sasWith('sr=d&sdd=1&sp=r')],
    ['until a day', sasWith('sp=r&se=2026-12-01')],
    ['until a minute', sasWith('sp=r&se=2026-12-01T00%3A00Z')],
    [
      'as .NET writes times',
      sasWith('sp=r&st=2026-12-01T00%3A00%3A00.0000000Z&se=2026-12-02T00%3A00%3A00.0000000Z'),
    ],
    ['with an offset that is not escaped', sasWith('sp=r&se=2026-12-01T00:00:00+01:00')],
    ['by both protocols', sasWith('sp=r&spr=https,http')],
    ['from an address', sasWith('sp=r&sip=203.0.113.1')],
    ['from a range', sasWith('sp=r&sip=203.0.113.1-203.0.113.9')],
    ['that is over, which is told with its time', sasWith('sp=r&se=2020-01-01')],
  ])('may be a SAS %s', (_, value) => {
    expect(given({ [name]: value })).toEqual([]);
  });

  test.each([
    [`"${sas}"`, 'one in quotes'],
    [`'${sas}`, 'one in quotes'],
    [`https://acme.blob.core.windows.net/cache?${sas}`, 'a whole URL'],
    [connection, 'a connection string'],
    [`BlobEndpoint=https://acme.example;SharedAccessSignature=${sas}`, 'a connection string'],
    [`cache?${sas}`, 'one with a "?" in it'],
    [sas.replaceAll('&', '&amp;'), 'one with "&amp;" for "&"'],
    [sas.replace('&', '&\n'), 'one with a space or a line break in it'],
    ['sv=2023-11-03', 'one without a signature (sig=…)'],
    [`restype=container&comp=list&${sas}`, 'one with parameters of a request (restype, comp) in it'],
    [`${sas}&comp=metadata`, 'one with parameters of a request (restype, comp) in it'],
    [secret, 'one without a signature (sig=…)'],
    [sas.slice(0, -10), 'one whose signature (sig) is cut or changed'],
    [encodeURI(sas), 'one whose signature (sig) is cut or changed'],
    [sasWith('ss=f&srt=sco&sp=r'), 'one for another service than blobs'],
    [sasWith('sr=s&sp=r'), 'one for another service than blobs'],
    [sasWith('tn=table&sp=r'), 'one for another service than blobs'],
    [
      sasWith('skoid=1&sktid=2&ske=2027-01-01&sks=q&skv=2023-11-03&sp=r'),
      'one for another service than blobs',
    ],
    [`${name}=${sas}`, 'one with the name of its variable in front'],
    [`SAS=?${sas}`, 'one with the name of its variable in front'],
    [sas.replace('sv=2023-11-03&', ''), 'one without a version (sv)'],
    [sasWith('sv=latest&sp=r'), 'one without a version (sv)'],
    [
      sasWith('skoid=1&sktid=2&sks=b&sp=r'),
      'one of a user delegation without all of its key (sktid, ske, sks, skv)',
    ],
    [sasWith('srt=co&sp=r'), 'one for an account without its services (ss) or resource types (srt)'],
    [sasWith('ss=b&srt=sc&sp=r'), 'one for an account, but not for blobs (srt without "o")'],
    [sasOf('sv=2023-11-03&sp=a&se=2027-01-01'), 'one that is not for a container (sr=c)'],
    [sasWith('sr=b&sp=r'), 'one that is not for a container (sr=c)'],
    [sasWith('sr=d&sp=r'), 'one for a directory without its depth (sdd)'],
    [sasWith(''), 'one without permissions (sp) or an access policy (si)'],
    [sasWith('ss=b&srt=co&si=policy&se=2027-01-01'), 'one without permissions (sp) or an access policy (si)'],
    [sasOf('sv=2023-11-03&sr=c&sp=r'), 'one without an end (se) or an access policy (si)'],
    [sasWith('sp=r&se='), 'one without an end (se) or an access policy (si)'],
    [sasWith('sp=r&se=garbage'), 'one whose end (se) is no date'],
    [sasWith('sp=r&se=1'), 'one whose end (se) is no date'],
    [sasWith('sp=r&se=2026-13-45'), 'one whose end (se) is no date'],
    [sasWith('sp=r&st=tomorrow'), 'one whose start (st) is no date'],
    [sasWith('sp=r&st=2026-12-02&se=2026-12-01'), 'one that ends (se) before it starts (st)'],
    [sasWith('sp=r&spr=http'), 'one whose protocol (spr) is neither "https" nor "https,http"'],
    [
      sasWith('sp=r&sip=203.0.113.0/24'),
      'one whose sip is no address, nor a range such as 203.0.113.1-203.0.113.9',
    ],
  ])('may not be %s', (value, problem) => {
    expect(given({ [name]: value })).toEqual([problem]);
  });
});

describe('AZURE_STORAGE_KEY', () => {
  test.each([
    [secret, []],
    [` ${secret}\n`, []],
    [`"${secret}"`, ['one in quotes']],
    [connection, ['a connection string']],
    [sas, ['a SAS']],
    [secret.slice(0, -3), ['one that is cut or changed']],
    [btoa('another key'), ['one that is cut or changed']],
    ['no base64 at all', ['one that is cut or changed']],
    [`AZURE_STORAGE_KEY=${secret}`, ['one with the name of its variable in front']],
  ])('%s: %j', (value, problems) => {
    expect(given({ AZURE_STORAGE_KEY: value })).toEqual(problems);
  });

  test.each([
    ['http://127.0.0.1:10000/acme', []],
    ['http://localhost:10000/acme', []],
    ['https://127.0.0.1:10000/acme', []],
    ['https://azurite.acme.example:10000/acme', []],
    ['https://acme.blob.core.windows.net', ['one that is cut or changed']],
    ['https://cache.acme.example', ['one that is cut or changed']],
  ])("of an emulator's own account at %s may be short: %j", (endpoint, problems) => {
    expect(given({ AZURE_STORAGE_KEY: btoa('a short key') }, { ...azure, endpoint })).toEqual(problems);
  });
});

describe('AZURE_STORAGE_CONNECTION_STRING', () => {
  test.each([
    connection,
    `${connection};`,
    `BlobEndpoint=https://acme.example/;SharedAccessSignature=?${sas}`,
    'UseDevelopmentStorage=true',
  ])('may be %s', (value) => {
    expect(given({ AZURE_STORAGE_CONNECTION_STRING: value })).toEqual([]);
  });

  const none = 'one without AccountKey or SharedAccessSignature';
  test.each([
    [`"${connection}"`, 'one in quotes'],
    [`AZURE_STORAGE_CONNECTION_STRING=${connection}`, 'one with the name of its variable in front'],
    ['https://acme.blob.core.windows.net', 'a URL'],
    [sas, none],
    ['acme', none],
    ['DefaultEndpointsProtocol=https;AccountName=acme', none],
    ['DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=;', none],
    [connection.replace('==', ''), 'one whose AccountKey is cut or changed'],
    [`AccountKey=${secret}`, 'one without AccountName'],
    [connection.replace('acme', 'a b'), 'one whose AccountName is not 3 to 24 lowercase letters and digits'],
    [connection.replace('https', 'ftp'), 'one with a wrong or missing DefaultEndpointsProtocol'],
    [
      connection.replace('DefaultEndpointsProtocol=https;', ''),
      'one with a wrong or missing DefaultEndpointsProtocol',
    ],
    [`BlobEndpoint=acme;SharedAccessSignature=${sas}`, 'one whose BlobEndpoint is no URL'],
    [
      `QueueEndpoint=https://a.example;SharedAccessSignature=${sas}`,
      'one without AccountName or BlobEndpoint',
    ],
    [
      'BlobEndpoint=https://acme.example;SharedAccessSignature=sv=1',
      'one whose SharedAccessSignature is one without a signature (sig=…)',
    ],
    [
      'UseDevelopmentStorage=true;DevelopmentStorageProxyUri=azurite',
      'one whose DevelopmentStorageProxyUri is no URL',
    ],
    [
      `Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=all;SharedAccessKey=${secret}`,
      'one of another service, with "endpoint"',
    ],
    [
      `AccountEndpoint=https://acme.documents.azure.com:443/;AccountKey=${secret}`,
      'one of another service, with "accountendpoint"',
    ],
    [`HostName=acme.azure-devices.net;SharedAccessKey=${secret}`, 'one of another service, with "hostname"'],
    [`Server=tcp:acme.database.windows.net;Password=${secret}`, 'one of another service, with "server"'],
  ])('may not be %s', (value, problem) => {
    expect(given({ AZURE_STORAGE_CONNECTION_STRING: value })).toEqual([problem]);
  });
});
