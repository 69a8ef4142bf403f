import { describe, expect, test } from 'vitest';

import { sasWith } from '../../../../test/fakes/credentials.js';
import { createMemoryProbe } from '../../../../test/fakes/memory-probe.js';
import { createFakeSetup } from '../../../../test/fakes/setup.js';
import { CacheError } from '../../../errors.js';
import type { ScopeAccess } from '../../../trust/access.js';
import { findingsOf } from '../check.js';
import { tryRights } from '../test-blob.js';
import { checkPoisoning, assessRights, type Attempt } from './poisoning.js';

const trust = { branches: ['main'] };
const azure = { container: 'cache', accountName: 'acme', prefix: 'web', trust };
const [trustedSas, otherSas] = [sasWith('sp=x'), sasWith('sp=x&se=2125-01-01')];
const env = { AZURE_STORAGE_SAS_TOKEN: trustedSas, NX_AZURE_CACHE_UNTRUSTED_SAS_TOKEN: otherSas };
const twoContainers = { ...azure, trust: { ...trust, untrustedContainer: 'other' } };

function setupWith(permissions: string, settings: object = azure) {
  const probe = createMemoryProbe(permissions);
  const tried: ScopeAccess[] = [];
  const open = (place: ScopeAccess) => {
    tried.push(place);
    return Promise.resolve(probe);
  };
  return { probe, tried, setup: createFakeSetup(settings, env, { probe: open }) };
}

test('a credential that can only read and list passes', async () => {
  const { setup } = setupWith('rl');
  const findings = await findingsOf(checkPoisoning, setup);
  expect(findings.map(({ status }) => status)).toEqual(['pass', 'pass']);
  expect(findings[1]?.detail).toBe('it can read and list container "cache"');
});

test('a credential that can write fails, and the blob that it cannot delete is named', async () => {
  const { setup, probe } = setupWith('rcw');
  const [finding, left] = await findingsOf(checkPoisoning, setup);
  expect(finding).toMatchObject({
    status: 'fail',
    detail: expect.stringContaining('could poison main') as string,
  });
  const [name = ''] = probe.blobs;
  expect(name).toMatch(/^web\/v1\/trusted\/doctor[0-9a-f]{32}$/);
  expect(left?.detail).toContain(name);
});

test('without trust the shared scope is tried', async () => {
  const { setup, tried } = setupWith('rcwd', { ...azure, trust: undefined });
  expect(await findingsOf(checkPoisoning, setup)).toMatchObject([{ status: 'warn' }, { status: 'pass' }]);
  expect(tried.map(({ scope }) => scope)).toEqual(['shared']);
});

describe('the credential of the untrusted container', () => {
  test('is tried on trusted artifacts', async () => {
    const { setup, tried } = setupWith('rcwd', twoContainers);
    const findings = await findingsOf(checkPoisoning, setup);
    expect(tried.map(({ container, scope }) => `${container} ${scope}`)).toEqual(
      Array(2).fill('cache trusted'),
    );
    expect(tried.map(({ credential }) => credential)).toEqual([
      { kind: 'sas', value: trustedSas },
      { kind: 'sas', value: otherSas },
    ]);
    expect(findings.filter(({ status }) => status === 'fail').map(({ fix }) => fix)).toEqual([
      expect.stringContaining('with permission r only'),
      expect.stringContaining('for its own container only'),
    ]);
  });

  test('passes if Azure does not accept it there', async () => {
    const reader = createMemoryProbe('r');
    const notAccepted = () => Promise.reject(new CacheError('no', { kind: 'credential', retryable: false }));
    const stranger = {
      create: notAccepted,
      createAgain: notAccepted,
      read: notAccepted,
      overwrite: notAccepted,
      remove: notAccepted,
      list: notAccepted,
    };
    const probe = ({ credential }: ScopeAccess) =>
      Promise.resolve('value' in credential && credential.value === otherSas ? stranger : reader);
    const findings = await findingsOf(checkPoisoning, createFakeSetup(twoContainers, env, { probe }));
    expect(findings.map(({ status }) => status)).toEqual(['pass', 'pass', 'pass']);
    expect(findings.at(-1)?.detail).toContain('NX_AZURE_CACHE_UNTRUSTED_SAS_TOKEN cannot poison main');
  });
});

test('an unclear answer does not pass', async () => {
  const lost = () => Promise.reject(new CacheError('no answer', { kind: 'timeout', retryable: true }));
  const probe = () =>
    Promise.resolve({ ...createMemoryProbe('r'), create: lost, overwrite: lost, remove: lost, list: lost });
  await expect(findingsOf(checkPoisoning, createFakeSetup(azure, env, { probe }))).rejects.toThrow(
    /^no answer; the test blob/,
  );
});

async function assess(by: Attempt['by'], permissions: string, others: Partial<Attempt> = {}) {
  const rights = await tryRights(createMemoryProbe(permissions), 'v1/trusted/doctor1');
  return assessRights({
    by,
    rights,
    name: 'this SAS',
    where: '"trusted"',
    signed: true,
    write: true,
    fix: (aim) => aim,
    ...others,
  });
}

const statusesOf = async (...given: Parameters<typeof assess>) =>
  (await assess(...given)).map(({ status }) => status);

describe('an untrusted run', () => {
  test.each([
    ['r', 'pass', /^this SAS cannot poison main: it cannot create, overwrite or delete in "trusted"$/],
    ['rl', 'pass', /cannot poison main/],
    ['rc', 'fail', /^this SAS could poison main: it can create in "trusted"; unsigned blobs are rejected/],
    ['rw', 'fail', /could poison main: it can create and overwrite in/],
    ['rcwd', 'fail', /could poison main: it can create, overwrite and delete in/],
    ['rd', 'fail', /^this SAS could delete main's artifacts: it can delete in/],
  ])('with %s: %s', async (permissions, status, detail) => {
    const [finding, ...rest] = await assess('untrusted', permissions);
    expect(finding).toMatchObject({ status, detail: expect.stringMatching(detail) as string });
    expect(finding?.fix).toBe(status === 'fail' ? 'read' : undefined);
    expect(rest).toEqual([]);
  });

  test('does not mention signatures without public keys', async () => {
    const [finding] = await assess('untrusted', 'rcw', { signed: false });
    expect(finding?.detail).toBe('this SAS could poison main: it can create and overwrite in "trusted"');
  });
});

test('without trust, a credential that can write is a warning', async () => {
  expect(await statusesOf('shared', 'r')).toEqual(['pass']);
  expect(await statusesOf('shared', 'rcw')).toEqual(['warn']);
});

describe('a trusted run: creating, overwriting, deleting', () => {
  test.each([
    ['rcw', {}, ['pass', 'pass', 'pass']],
    ['rcwd', {}, ['pass', 'pass', 'warn']],
    ['rc', {}, ['pass', 'warn', 'pass']],
    ['r', {}, ['fail', 'warn', 'pass']],
    ['r', { write: false }, ['pass', 'pass', 'pass']],
    ['rcw', { signed: false }, ['pass', 'warn', 'pass']],
    ['rc', { signed: false }, ['pass', 'pass', 'pass']],
  ])('with %s %j: %j', async (permissions, others, expected) => {
    expect(await statusesOf('trusted', permissions, others)).toEqual(expected);
  });

  test('each problem of a trusted run has a fix', async () => {
    const found = [...(await assess('trusted', 'r')), ...(await assess('trusted', 'rcwd'))];
    expect(found.map(({ fix }) => fix).filter(Boolean)).toEqual(['write', 'write', 'write, not delete']);
  });
});
