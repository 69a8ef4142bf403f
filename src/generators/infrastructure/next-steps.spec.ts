import { expect, test } from 'vitest';

import { nextSteps } from './next-steps.js';
import { resolveOptions } from './options.js';

const accountName = 'acmenxcache';

test('the block for nx.json is JSON, and names what the templates make', () => {
  const text = nextSteps(resolveOptions({ accountName, prefix: 'web' }, {}));
  const block: unknown = JSON.parse(/^ {5}\{\n[^]*?^ {5}\}$/m.exec(text)?.[0] ?? '');
  expect(block).toMatchObject({
    azure: {
      accountName,
      container: 'nx-cache',
      prefix: 'web',
      trust: { branches: ['main'], untrustedContainer: 'nx-cache-untrusted' },
    },
  });
});

test('with one container there is no other to name', () => {
  expect(nextSteps(resolveOptions({ accountName, oneContainer: true }, {}))).not.toContain(
    'untrustedContainer',
  );
});

test('a protected environment comes first', () => {
  const given = {
    accountName,
    githubRepository: 'acme/web',
    githubEnvironment: 'nx-cache',
    trustedBranches: ['main', 'release/*'],
  };
  const text = nextSteps(resolveOptions(given, {}));
  expect(text).toMatch(
    /1\. In GitHub, limit the environment "nx-cache" to the branches main, release\/\*, before you deploy/,
  );
  expect(text).toContain(
    'in the environment nx-cache, the untrusted one in the environment nx-cache-untrusted',
  );
});

test.each([
  ['bicep', ['az deployment group create'], ['terraform']],
  ['terraform', ['terraform -chdir=infrastructure/nx-cache init'], ['az deployment']],
  ['both', ['az deployment group create', 'terraform -chdir='], []],
])('%s is deployed by its own tool', (format, there, notThere) => {
  const text = nextSteps(resolveOptions({ accountName, format }, {}));
  for (const command of there) expect(text).toContain(command);
  for (const command of notThere) expect(text).not.toContain(command);
});
