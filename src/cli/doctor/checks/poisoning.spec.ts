import { describe, expect, test } from 'vitest';
import { sasWith } from '../../../../test/support/fakes/credentials.js';
import { createMemoryProbe } from '../../../../test/support/fakes/memory-probe.js';
import { createFakeSetup } from '../../../../test/support/fakes/setup.js';
import { CacheError } from '../../../errors.js';
import type { ScopeAccess } from '../../../trust/access.js';
import { poisoning } from './poisoning.js';

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

test('a credential that may only read is fine, and listing harms nobody', async () => {
  const { setup } = setupWith('rl');
  const findings = await poisoning.run(setup);
  expect(findings.map(({ status }) => status)).toEqual(['pass', 'pass']);
  expect(findings[1]?.detail).toBe('it may read and list container "cache"');
});

test('one that may write is not, and what it cannot remove is named', async () => {
  const { setup, probe } = setupWith('rcw');
  const [verdict, left] = await poisoning.run(setup);
  expect(verdict).toMatchObject({
    status: 'fail',
    detail: expect.stringContaining('could poison main') as string,
  });
  const [name = ''] = probe.blobs;
  expect(name).toMatch(/^web\/v1\/trusted\/doctor[0-9a-f]{32}$/);
  expect(left?.detail).toContain(name);
});

test('without trust the shared scope is tried', async () => {
  const { setup, tried } = setupWith('rcwd', { ...azure, trust: undefined });
  expect(await poisoning.run(setup)).toMatchObject([{ status: 'warn' }, { status: 'pass' }]);
  expect(tried.map(({ scope }) => scope)).toEqual(['shared']);
});

describe('a credential of its own for the untrusted container', () => {
  test('is tried where trusted artifacts are', async () => {
    const { setup, tried } = setupWith('rcwd', twoContainers);
    const findings = await poisoning.run(setup);
    expect(tried.map(({ container, scope }) => `${container} ${scope}`)).toEqual(
      Array(2).fill('cache trusted'),
    );
    expect(tried.map(({ credential }) => credential)).toEqual([
      { kind: 'sas', value: trustedSas },
      { kind: 'sas', value: otherSas },
    ]);
    expect(findings.filter(({ status }) => status === 'fail').map(({ fix }) => fix)).toEqual([
      expect.stringContaining('with "r" alone'),
      expect.stringContaining('for its own container alone'),
    ]);
  });

  test('is refused when it is not even accepted there', async () => {
    const reader = createMemoryProbe('r');
    const notAccepted = () => Promise.reject(new CacheError('no', { kind: 'credential', retryable: false }));
    const stranger = {
      ...{ create: notAccepted, createAgain: notAccepted, read: notAccepted },
      ...{ overwrite: notAccepted, remove: notAccepted, list: notAccepted },
    };
    const probe = ({ credential }: ScopeAccess) =>
      Promise.resolve('value' in credential && credential.value === otherSas ? stranger : reader);
    const findings = await poisoning.run(createFakeSetup(twoContainers, env, { probe }));
    expect(findings.map(({ status }) => status)).toEqual(['pass', 'pass', 'pass']);
    expect(findings.at(-1)?.detail).toContain('NX_AZURE_CACHE_UNTRUSTED_SAS_TOKEN cannot poison main');
  });
});

test('what cannot be found out is no pass', async () => {
  const lost = () => Promise.reject(new CacheError('no answer', { kind: 'timeout', retryable: true }));
  const probe = () =>
    Promise.resolve({ ...createMemoryProbe('r'), create: lost, overwrite: lost, remove: lost, list: lost });
  await expect(poisoning.run(createFakeSetup(azure, env, { probe }))).rejects.toThrow(/^no answer; the blob/);
});
