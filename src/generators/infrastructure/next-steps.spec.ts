import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

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
    /1\. In GitHub, limit the environment "nx-cache" to the branches main, release\/\* before you deploy/,
  );
  expect(text).toContain(
    'in the environment nx-cache, the untrusted one in the environment nx-cache-untrusted',
  );
});

test.each([
  [
    'bicep',
    ['az deployment group create -g <resource group> -p infrastructure/nx-cache/main.bicepparam'],
    ['terraform'],
  ],
  ['terraform', ['terraform -chdir=infrastructure/nx-cache init'], ['az deployment']],
  ['both', ['az deployment group create', 'terraform -chdir='], []],
])('%s is deployed by its own tool', (format, there, notThere) => {
  const text = nextSteps(resolveOptions({ accountName, format }, {}));
  for (const command of there) expect(text).toContain(command);
  for (const command of notThere) expect(text).not.toContain(command);
});

test('Terraform gets the subscription, which azurerm 4 requires', () => {
  const text = nextSteps(resolveOptions({ accountName, format: 'terraform' }, {}));
  expect(text).toContain('export ARM_SUBSCRIPTION_ID=$(az account show --query id -o tsv)');
  expect(text.indexOf('ARM_SUBSCRIPTION_ID')).toBeLessThan(text.indexOf('terraform -chdir'));
});

test('a role that is not known everywhere yet is a reason to deploy again', () => {
  expect(nextSteps(resolveOptions({ accountName }, {}))).toContain('Run it again');
});

test.each(['acme/web', 'acme@12/web@345'])('for %s, a step checks the subject of its tokens', (name) => {
  const text = nextSteps(resolveOptions({ accountName, githubRepository: name }, {}));
  expect(text).toContain(`Check that this prints repo:${name},`);
  expect(text).toContain('gh api repos/acme/web/actions/oidc/customization/sub --jq .sub_claim_prefix');
});

test.each([
  ['usgov', 'AzureUSGovernment', 'https://acmenxcache.blob.core.usgovcloudapi.net'],
  ['china', 'AzureChinaCloud', 'https://acmenxcache.blob.core.chinacloudapi.cn'],
])(
  'in the cloud %s, the steps sign in there, and nx.json names its blob service',
  (cloud, environment, endpoint) => {
    const text = nextSteps(resolveOptions({ accountName, cloud }, {}));
    expect(text).toContain(`az cloud set --name ${environment}`);
    expect(text).toContain(`"endpoint": "${endpoint}"`);
  },
);

describe('the other branches of a GitLab project', () => {
  const stepFor = (project: string) => {
    const subject = `https://gitlab.com project_path:${project}:ref_type:branch:ref:main`;
    const text = nextSteps(resolveOptions({ accountName, trustedSubjects: [subject, `${subject}2`] }, {}));
    return text.split('\n').filter((line) => line.includes('federated-credential create'));
  };
  const expressionIn = (line = '') => /--claims-matching-expression-value "(.*)"/.exec(line)?.[1] ?? '';

  test('get the untrusted identity by their subject and the id of the project, both of which Azure demands', () => {
    const [line, ...others] = stepFor('acme/web');
    expect(others).toEqual([]);
    expect(line).toContain('--name gitlab-acme-web --identity-name acmenxcache-untrusted');
    expect(line).toContain('--issuer https://gitlab.com --audiences api://AzureADTokenExchange ');
    expect(expressionIn(line)).toBe(
      "claims['sub'] matches 'project_path:acme/web:*' and claims['project_id'] eq '<project id>'",
    );
  });

  test('are documented with the same expression', () => {
    expect(readFileSync('docs/security.md', 'utf8')).toContain(`"${expressionIn(stepFor('acme/web')[0])}"`);
  });

  test('of a long path are matched by the id only: an expression has at most 128 characters', () => {
    const [line] = stepFor(`acme/${'a-group/'.repeat(8)}web`);
    expect(expressionIn(line)).toBe(
      "claims['sub'] matches 'project_path:*' and claims['project_id'] eq '<project id>'",
    );
  });

  test('add no step for other CIs', () => {
    expect(nextSteps(resolveOptions({ accountName }, {}))).not.toContain('GitLab');
  });
});
