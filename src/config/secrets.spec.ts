import { expect, test } from 'vitest';
import type { CredentialSource } from './credential-source.js';
import { createRedactor } from './secrets.js';

const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlm/tlCDXJ1OUzFT50uSRZ6+Fsu==';
const connectionString: CredentialSource = {
  kind: 'connection-string',
  value: `DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=${accountKey};EndpointSuffix=core.windows.net`,
};
const sas = { kind: 'sas', value: '?sv=2024-11-04&sp=r&sig=abc%2Bdef%2Fghi%3D' } as const;
const sasConnection: CredentialSource = {
  kind: 'connection-string',
  value:
    'BlobEndpoint=https://acme.blob.core.windows.net;SharedAccessSignature=sv=2024&sig=abc%2Bdef%2Fghi%3D&sp=r',
};
const key: CredentialSource = { kind: 'key', value: accountKey };

test.each<[string, CredentialSource, string, string]>([
  ['a connection string, whole', connectionString, `got ${connectionString.value}!`, 'got [redacted]!'],
  ['the key inside it', connectionString, `key ${accountKey}.`, 'key [redacted].'],
  ['a SAS, whole', sas, `GET https://acme${sas.value}`, 'GET https://acme[redacted]'],
  ['the signature alone', sas, 'sig=abc%2Bdef%2Fghi%3D&x', 'sig=[redacted]&x'],
  ['the signature decoded', sas, 'sig abc+def/ghi= was', 'sig [redacted] was'],
  [
    'the signature in a connection string',
    sasConnection,
    '?sv=2024&sig=abc%2Bdef%2Fghi%3D',
    '?sv=2024&sig=[redacted]',
  ],
  ['a key', key, accountKey, '[redacted]'],
  ['a key as a URL has it', key, encodeURIComponent(accountKey), '[redacted]'],
  ['each time', key, `${accountKey} ${accountKey}`, '[redacted] [redacted]'],
  ['nothing else', connectionString, 'acme.blob.core.windows.net', 'acme.blob.core.windows.net'],
  ['nothing without a secret', { kind: 'default' }, 'as it is', 'as it is'],
  ['nothing for a value too short to be a secret', { kind: 'key', value: 'a' }, 'a cat', 'a cat'],
  [
    'a value that is not percent-encoded',
    { kind: 'key', value: '100%-secret' },
    '<100%-secret>',
    '<[redacted]>',
  ],
])('a redactor removes: %s', (_, credential, text, expected) => {
  expect(createRedactor([credential])(text)).toBe(expected);
});

test('a redactor removes the secrets of every credential, and the signing key with and without its id', () => {
  const seed = 'q83vEjRWeJASNFZ4kKvN7xI0VniQEjRWeJCrze8SNFY=';
  const redact = createRedactor([sas, key], { id: 'main-2025', key: seed });
  const text = `${sas.value} ${accountKey} main-2025:${seed} ${seed} ${encodeURIComponent(seed)}`;
  expect(redact(text)).toBe('[redacted] [redacted] [redacted] [redacted] [redacted]');
});
