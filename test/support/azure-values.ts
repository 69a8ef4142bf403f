import type { azureSchema } from '../../src/config/schema.js';

type Key = keyof typeof azureSchema.entries;

interface Values {
  readonly takes: readonly unknown[];
  readonly refuses: readonly unknown[];
}

const modes: Values = {
  takes: ['read-write', 'read-only', 'read', 'no-cache'],
  refuses: ['readonly', 'Read-Only', 'read-wirte', 'write', 'off', 'toString', '', true, null],
};

const switches: Values = {
  takes: [true, false],
  refuses: ['true', 'false', 'yes', 0, 1, null, {}],
};

const branches = ['main'];
const publicKey = `main-2025:${Buffer.alloc(32, 7).toString('base64')}`;

/** The valid and invalid values of each `azure` key: the contract of the configuration and of the schema for editors. */
export const azureValues: Readonly<Record<Key, Values>> = {
  container: {
    takes: ['abc', 'nx-cache', '0-0', 'a'.repeat(63)],
    refuses: [
      'ab',
      'a'.repeat(64),
      'Cache',
      'a--b',
      '-ab',
      'ab-',
      'a_b',
      'a/b',
      '$root',
      'a b',
      'käfer',
      5,
      null,
      ['abc'],
    ],
  },
  accountName: {
    takes: ['abc', 'acme2', '0'.repeat(24)],
    refuses: ['ab', 'a'.repeat(25), 'Acme', 'ac-me', 'acme.blob.core.windows.net', 'https://acme', 5, {}],
  },
  endpoint: {
    takes: [
      'https://acme.blob.core.windows.net',
      'https://acme.blob.core.windows.net/',
      'https://acme.blob.core.chinacloudapi.cn',
      'https://acme.z12.blob.storage.azure.net',
      'https://cache.acme.example:8443/acme',
      'https://cache.web.storage.acme.example',
      'http://127.0.0.1:10000/devstoreaccount1',
      'http://localhost:10000/devstoreaccount1',
      'http://[::1]:10000/devstoreaccount1',
    ],
    refuses: [
      'http://acme.blob.core.windows.net', // a key or a token would go over the wire in the clear
      'http://localhost.evil.example',
      'http://127.0.0.1.evil.example',
      'http://0.0.0.0:10000',
      'http://10.0.0.5:10000',
      'ftp://acme.blob.core.windows.net',
      'file:///etc/passwd',
      'acme.blob.core.windows.net',
      // The other services of an account.
      'https://acme.dfs.core.windows.net/',
      'https://acme.privatelink.dfs.core.usgovcloudapi.net',
      'https://acme.queue.core.chinacloudapi.cn',
      'https://acme.z6.web.core.windows.net',
      'https://acme.z12.dfs.storage.azure.net',
      'https://',
      'https://user@acme.example',
      'https://user:pass@acme.example',
      'https://acme.blob.core.windows.net/?sv=1&sig=s',
      'https://acme.blob.core.windows.net/#part',
      5,
      null,
    ],
  },
  prefix: {
    takes: ['a', 'team-a', 'team_a/web.1', '.hidden', 'a/b/c', 'x'.repeat(200)],
    refuses: [
      'a.',
      'a./b',
      'a/b..',
      '/',
      '/a',
      'a/',
      'a//b',
      '.',
      '..',
      'a/../b',
      'a/...',
      'a\\b',
      'a b',
      'ä',
      'a?b',
      'a%2fb',
      'x'.repeat(201),
      5,
    ],
  },
  localMode: modes,
  ciMode: modes,
  trust: {
    takes: [
      { branches },
      { branches: ['main', 'release/*', '**', 'a.b/c_d-e'] },
      { branches, untrustedContainer: 'nx-cache-untrusted' },
      { branches, publicKeys: [] },
      { branches, publicKeys: [publicKey, publicKey.replace('main', 'next')] },
    ],
    refuses: [
      true,
      null,
      'main',
      ['main'],
      {},
      { untrustedContainer: 'other' },
      ...[[], 'main', [5], [''], ['main', ' main'], ['refs/heads/main'], ['a/'], ['/a'], ['a//b']].map(
        (wrong) => ({ branches: wrong }),
      ),
      ...['a b', 'a~b', 'a^b', 'a:b', 'a?b', 'release/[0-9]', 'a\\b'].map((name) => ({ branches: [name] })),
      { branches, untrustedContainer: 'NO' },
      { branches, publicKeys: publicKey },
      ...['a', publicKey.slice(10), `${publicKey}=`, publicKey.replace('c=', 'd='), `my ${publicKey}`].map(
        (key) => ({ branches, publicKeys: [key] }),
      ),
    ],
  },
  recordRuns: switches,
  runs: switches,
  license: {
    takes: [
      { publicKey },
      ...['Acme', 'A', 'Žluťoučký & Söhne 株式会社', '🏭'.repeat(100)].map((organization) => ({
        publicKey,
        organization,
      })),
    ],
    refuses: [
      true,
      null,
      publicKey,
      [publicKey],
      {},
      { organization: 'Acme' },
      ...['', 'a', publicKey.slice(10), `${publicKey}=`, publicKey.replace('c=', 'd='), [publicKey], 5].map(
        (wrong) => ({ publicKey: wrong }),
      ),
      ...['', ' ', ' Acme', 'Acme ', 'A\nB', 'A\u001b[2J', 'A'.repeat(101), ['Acme'], 5, null].map(
        (organization) => ({ publicKey, organization }),
      ),
    ],
  },
};
