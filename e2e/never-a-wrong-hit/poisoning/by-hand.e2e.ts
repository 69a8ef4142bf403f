import { beforeAll, describe, expect, test } from 'vitest';
import { useLab } from '../../../test/support/workspace/lab.js';
import { createRepository, leaksOf } from '../../../test/support/workspace/repository.js';
import { parseOutput } from '../../../test/support/workspace/parse-output.js';
import {
  build,
  hashesOf,
  patchedTool,
  stampedProject,
  type Build,
} from '../../../test/support/workspace/stamped-project.js';
import { readArtifact, writeArtifact } from './artifact.js';
import { attackByHand, type Aftermath } from './attack-by-hand.js';
import { byHand, projectOf } from './by-hand-rows.js';

const lab = useLab();
const genuine = 'genuine source';
const fresh = byHand.filter(({ slot }) => slot === 'fresh').length;
const statusOf = ({ statuses }: Build, project: string) => statuses[`${project}:build`];

describe.each(['24', '20.1'] as const)('an artifact that is put where main looks (Nx %s):', (nx) => {
  let none: Aftermath, credentials: Aftermath, signatures: Aftermath;
  let repaired: Build;

  beforeAll(async () => {
    none = await attackByHand(lab, 'none', nx);
    credentials = await attackByHand(lab, 'credentials', nx);
    signatures = await attackByHand(lab, 'signatures', nx);
    repaired = await build(await signatures.repository.main());
  });

  test.each(byHand)('$name', (row) => {
    const project = projectOf(row);

    // Without trust the attack succeeds.
    expect(none.answers[row.name]).toBe('done');
    expect(statusOf(none.next, project)).toBe('remote-cache-hit');
    expect(none.next.stamps[project]).not.toBe(genuine);

    // Where pull requests can only read, the server does not let it happen.
    expect(credentials.answers[row.name]).toBe('AuthorizationPermissionMismatch');
    expect(credentials.next.stamps[project]).toBe(genuine);

    // Where every job may write, main ignores the artifact, reports why, and replaces it with its own.
    expect(signatures.answers[row.name]).toBe('done');
    expect(signatures.next.stamps[project]).toBe(genuine);
    expect(signatures.next.executed).toContain(project);
    expect(reasonsOf(signatures, project)).toEqual([expect.stringContaining(row.told)]);
    expect(statusOf(repaired, project)).toBe('remote-cache-hit');
    expect(repaired.stamps[project]).toBe(genuine);
  });

  test('main is green and prints no secret', () => {
    for (const run of [credentials.next, signatures.next, repaired]) expect(run.code).toBe(0);
    expect(leaksOf(credentials.repository, credentials.next)).toEqual([]);
    expect(leaksOf(signatures.repository, signatures.next)).toEqual([]);
  });

  test('main reports how often it happened, and prints nothing where it did not', () => {
    const [all, kept] = [byHand.length, byHand.length - fresh];
    const clean = new RegExp(`^${kept} hits .*, ${fresh} misses, ${fresh} stored .*, waited [\\d.]+ s$`);
    expect(parseOutput(credentials.next).summary).toMatch(clean);
    expect(parseOutput(signatures.next).summary).toMatch(
      new RegExp(`^0 hits, 0 misses, ${all} stored .*, ${all} faults \\(${all} untrusted\\)$`),
    );
    expect(parseOutput(repaired).summary).toMatch(new RegExp(`^${all} hits .*, 0 stored, waited [\\d.]+ s$`));
  });
});

test('an artifact in the scope of another pull request reaches that one, and never main', async () => {
  const repository = await createRepository(lab, 'both', { files: stampedProject('app') });
  const { untrusted, slotOf } = repository;
  const { app: hash = '' } = hashesOf(await build(await repository.pullRequest(7, { files: patchedTool })));
  const poison = await readArtifact(untrusted, slotOf(hash, 'pr/7'));
  for (const scope of ['pr/8', 'trusted']) await writeArtifact(untrusted, slotOf(hash, scope), poison);

  const sibling = await build(await repository.pullRequest(8));
  expect(sibling).toMatchObject({ stamps: { app: 'poisoned source' }, executed: [] });
  const outcome = await build(await repository.main());
  expect(outcome).toMatchObject({ code: 0, stamps: { app: genuine }, executed: ['app'] });
  expect(parseOutput(outcome).warnings).toEqual([]);
});

/** The output of main's next build about the lookup of a project's task. */
function reasonsOf({ next, hashes }: Aftermath, project: string): string[] {
  return parseOutput(next).notes.filter((note) => note.startsWith(`retrieve ${hashes[project] ?? ''}: `));
}
