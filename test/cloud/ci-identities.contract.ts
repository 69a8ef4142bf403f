import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { InfrastructureSchema } from '../../src/generators/infrastructure/options.js';
import { createEntra } from './entra.js';
import { jobToken } from './job-tokens.js';
import { generateTemplate, readTemplate, type Format } from './templates.js';

const tenant = '6f4b3c1a-0000-4000-8000-000000000001';
const formats: readonly Format[] = ['bicep', 'terraform'];

/** The answer that a job gets for each identity of a template: `token`, or Entra's code. */
async function answersTo(assertion: string, format: Format, options: InfrastructureSchema) {
  const { identities } = await readTemplate[format](
    generateTemplate(format, { accountName: 'acmenxcache', ...options }),
  );
  const clients = identities.map(({ key, credentials }) => ({ clientId: key, objectId: key, credentials }));
  const { signIn } = createEntra({ [tenant]: clients });
  return Object.fromEntries(
    clients.map(({ clientId }) => {
      const answer = signIn(tenant, requestOf(clientId, assertion));
      return [clientId, 'token' in answer ? 'token' : answer.code];
    }),
  );
}

const requestOf = (client_id: string, client_assertion: string) =>
  new URLSearchParams({
    client_id,
    client_assertion,
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    scope: 'https://storage.azure.com/.default',
  });

const trusted = { trusted: 'token', untrusted: 700213 };
const untrusted = { trusted: 700213, untrusted: 'token' };
const neither = { trusted: 700213, untrusted: 700213 };

interface Row {
  readonly job: string;
  readonly token: string;
  readonly gets: object;
}

describe.each(formats)('in the template in %s', (format) => {
  const check = async ({ token, gets }: Row, options: InfrastructureSchema) => {
    expect(await answersTo(token, format, options)).toEqual(gets);
  };

  // https://docs.github.com/actions/reference/security/oidc#example-subject-claims
  describe('a job of GitHub Actions has one identity', () => {
    const { github } = jobToken;
    test.each<Row>([
      { job: 'a push to main', token: github('repo:acme/web:ref:refs/heads/main'), gets: trusted },
      { job: 'a push to stable', token: github('repo:acme/web:ref:refs/heads/stable'), gets: trusted },
      { job: 'a pull request', token: github('repo:acme/web:pull_request'), gets: untrusted },
      {
        job: 'a job in the untrusted environment',
        token: github('repo:acme/web:environment:nx-cache-untrusted'),
        gets: untrusted,
      },
      {
        job: 'a push to another branch',
        token: github('repo:acme/web:ref:refs/heads/feature'),
        gets: neither,
      },
      {
        job: 'a branch that begins alike',
        token: github('repo:acme/web:ref:refs/heads/main2'),
        gets: neither,
      },
      { job: 'a tag', token: github('repo:acme/web:ref:refs/tags/main'), gets: neither },
      { job: 'a job in another environment', token: github('repo:acme/web:environment:main'), gets: neither },
      { job: 'another repository', token: github('repo:acme/other:ref:refs/heads/main'), gets: neither },
      { job: 'another owner', token: github('repo:evil/web:ref:refs/heads/main'), gets: neither },
    ])('$job', (row) => check(row, { githubRepository: 'acme/web', trustedBranches: ['main', 'stable'] }));
  });

  test('a repository with immutable subjects is found by the ids in its name', async () => {
    const options = { githubRepository: 'acme@1/web@2' };
    const subjects: readonly [string, object][] = [
      ['repo:acme@1/web@2:ref:refs/heads/main', trusted],
      ['repo:acme@1/web@2:pull_request', untrusted],
      ['repo:acme@3/web@4:ref:refs/heads/main', neither],
    ];
    for (const [subject, gets] of subjects)
      await check({ job: subject, token: jobToken.github(subject), gets }, options);
  });

  test('a protected environment alone makes main trusted', async () => {
    const options = { githubRepository: 'acme/web', githubEnvironment: 'nx-cache-trusted' };
    const answers = async (subject: string) => answersTo(jobToken.github(subject), format, options);
    expect(await answers('repo:acme/web:environment:nx-cache-trusted')).toEqual(trusted);
    expect(await answers('repo:acme/web:ref:refs/heads/main')).toEqual(neither);
  });

  // https://docs.gitlab.com/ci/secrets/id_token_authentication and docs/security.md
  describe('a job of GitLab or of Azure Pipelines has one identity', () => {
    const { gitlab, azureDevOps, azureDevOpsBefore2025 } = jobToken;
    const issuer = 'https://login.microsoftonline.com/5d0c4a7e-3b1f-4a57-9a3e-4cf3b1d7a001/v2.0';
    const organization = 'https://vstoken.dev.azure.com/8d3a0d5c-0000-4000-8000-000000000001';
    const connection = (name: string) => `/eid1/c/pub/t/fkoMXQ/a/AQUWNQ/sc/8d3a0d5c/${name}`;
    const options = {
      trustedSubjects: [
        'https://gitlab.com project_path:acme/web:ref_type:branch:ref:main',
        `${issuer} ${connection('trusted')}`,
        `${organization} sc://acme/web/nx-cache-trusted`,
      ],
      untrustedSubjects: [
        `${issuer} ${connection('untrusted')}`,
        `${organization} sc://acme/web/nx-cache-untrusted`,
      ],
    };
    const other = { trusted: 700213, untrusted: 700211 };
    test.each<Row>([
      {
        job: "GitLab's main",
        token: gitlab('project_path:acme/web:ref_type:branch:ref:main'),
        gets: { trusted: 'token', untrusted: 700211 },
      },
      {
        job: "another branch of GitLab's",
        token: gitlab('project_path:acme/web:ref_type:branch:ref:feature'),
        gets: other,
      },
      {
        job: "a tag of GitLab's of that name",
        token: gitlab('project_path:acme/web:ref_type:tag:ref:main'),
        gets: other,
      },
      { job: 'the trusted service connection', token: azureDevOps(connection('trusted')), gets: trusted },
      { job: 'the untrusted one', token: azureDevOps(connection('untrusted')), gets: untrusted },
      { job: 'a third one', token: azureDevOps(connection('other')), gets: neither },
      {
        job: 'an older trusted one',
        token: azureDevOpsBefore2025('sc://acme/web/nx-cache-trusted'),
        gets: trusted,
      },
      {
        job: 'an older untrusted one',
        token: azureDevOpsBefore2025('sc://acme/web/nx-cache-untrusted'),
        gets: untrusted,
      },
    ])('$job', (row) => check(row, options));
  });
});

describe('a token is refused, with its code, when', () => {
  const subject = 'repo:acme/web:ref:refs/heads/main';
  test.each([
    ['its audience is another', jobToken.github(subject, 'https://github.com/acme'), 700212],
    ['its issuer is another', jobToken.gitlab(subject), 700211],
    ['its subject is written in another case', jobToken.github(subject.replace('acme', 'Acme')), 7002138],
    ['it has expired', jobToken.expired(subject), 700024],
    ['it is none of the stand-in', 'e30.e30.forged', 700027],
  ])('%s', async (_, token, code) => {
    const { trusted } = await answersTo(token, 'bicep', { githubRepository: 'acme/web' });
    expect(trusted).toBe(code);
  });

  test('the client has no credentials, or is not there', async () => {
    const { untrusted } = await answersTo(jobToken.github(subject), 'bicep', {});
    expect(untrusted).toBe(70025);
    const { signIn } = createEntra({ [tenant]: [] });
    expect(signIn(tenant, requestOf('nobody', jobToken.github(subject)))).toMatchObject({ code: 700016 });
    expect(signIn('elsewhere', requestOf('nobody', ''))).toMatchObject({ code: 90002 });
  });
});

test.each([
  ['right', { client_secret: 'right' }, undefined],
  ['wrong', { client_secret: 'wrong' }, 7000215],
  ['expired', { client_secret: 'old' }, 7000222],
  ['missing', {}, 7000218],
  ['for something that is not there', { client_secret: 'right', scope: 'api://other/.default' }, 500011],
])('a secret that is %s', (_, given, code) => {
  const secrets = [{ value: 'right' }, { value: 'old', isExpired: true }];
  const { signIn, answers } = createEntra({ [tenant]: [{ clientId: 'app', objectId: 'app', secrets }] });
  const form = { client_id: 'app', scope: 'https://storage.azure.com/.default', ...given };
  expect(signIn(tenant, new URLSearchParams(form))).toMatchObject(code === undefined ? {} : { code });
  expect(answers).toEqual([code ?? 0]);
});

test('Entra may be slow', async () => {
  const server = createServer(createEntra({}, 150).handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const started = performance.now();
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/${tenant}/oauth2/v2.0/token`, { method: 'POST' });
  expect(performance.now() - started).toBeGreaterThan(145);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    error: 'invalid_request',
    error_codes: [90002],
    error_description: expect.stringMatching(/^AADSTS90002: .* Trace ID: .* Timestamp: /) as string,
  });
  server.close();
});
