import { expect, test } from 'vitest';
import type { Lab } from '../../../test/support/workspace/lab.js';
import { createRepository, leaksOf } from '../../../test/support/workspace/repository.js';
import type { Rights } from '../../../test/support/workspace/rights.js';
import { build, patchedTool, stampedProject } from '../../../test/support/workspace/stamped-project.js';
import { attackByHand, type Aftermath } from './attack-by-hand.js';
import { byHand, projectOf } from './by-hand-rows.js';
import { doctor } from './doctor.js';

/** A pull request that takes itself for a run of main. */
export const asMain = { NX_AZURE_CACHE_SCOPE: 'trusted' };

export interface Site {
  /** Without keys nothing but Azure's own rights stands between a pull request and main. */
  readonly rightsWith: (use: { readonly keys: boolean; readonly az?: boolean }) => Rights;
  /** Variables by which a pull request tries to be something else. */
  readonly disguises: () => readonly Rights['main'][];
}

/** The attacks of a pull request on an account. Each attack must fail. */
export function describeAttacks(lab: Lab, { rightsWith, disguises }: Site): void {
  test('a pull request puts nothing by hand to where main looks', async () => {
    const aftermath = await attackByHand(lab, rightsWith({ keys: false }), '24');
    for (const row of byHand) expect(aftermath.answers[row.name]).toBe('AuthorizationPermissionMismatch');
    expect(succeeded(aftermath)).toEqual([]);
    expect(leaksOf(aftermath.repository, aftermath.next)).toEqual([]);
  });

  test('nor with its tools', async () => {
    const files = stampedProject('app');
    const repository = await createRepository(lab, rightsWith({ keys: false }), { files });
    for (const env of disguises()) {
      const attack = await build(await repository.pullRequest(7, { files: patchedTool, env }));
      expect(attack).toMatchObject({ code: 0, stamps: { app: 'poisoned source' } });
      expect(leaksOf(repository, attack)).toEqual([]);
    }
    const outcome = await build(await repository.main());
    expect(outcome).toMatchObject({ code: 0, stamps: { app: 'genuine source' }, executed: ['app'] });
  });

  test('doctor --trust reports it, in a job of main and of a pull request', async () => {
    const repository = await createRepository(lab, rightsWith({ keys: true, az: true }), { files: {} });
    // One after the other: on a machine that both share, a pull request could read main's key, and doctor finds that.
    for (const job of [() => repository.main(), () => repository.pullRequest(7)]) {
      const { failures, status } = await doctor(job());
      expect(failures).toEqual([]);
      expect(status).toBe(0);
    }
  });
}

/** Projects for which main used a foreign artifact. */
export const succeeded = ({ next }: Aftermath) =>
  byHand.map(projectOf).filter((project) => next.stamps[project] !== 'genuine source');
