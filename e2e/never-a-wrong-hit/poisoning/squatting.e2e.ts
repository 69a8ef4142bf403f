import type { BlockBlobClient } from '@azure/storage-blob';
import { describe, expect, test } from 'vitest';
import { useLab } from '../../../test/support/workspace/lab.js';
import type { Files } from '../../../test/support/workspace/projects.js';
import { createRepository, leaksOf } from '../../../test/support/workspace/repository.js';
import type { Protection } from '../../../test/support/workspace/rights.js';
import { parseOutput } from '../../../test/support/workspace/parse-output.js';
import { build, hashesOf, stampedProject } from '../../../test/support/workspace/stamped-project.js';

const lab = useLab();
/** Where nothing of main is in the way. */
const elsewhere = { NX_AZURE_CACHE_PREFIX: 'elsewhere' };

/** Something that is no artifact, put where main would store one. */
interface Squatter {
  readonly project: string;
  readonly put: (blob: BlockBlobClient) => Promise<{ etag?: string }>;
}

const claim = { codec: 'br', sha256: '0'.repeat(64), size: '2048', entries: '1', code: '0' };
const squatters: readonly Squatter[] = [
  { project: 'a-text', put: (blob) => blob.upload('squatter', 8) },
  { project: 'nothing', put: (blob) => blob.upload('', 0) },
  { project: 'huge-metadata', put: (blob) => blob.upload('x', 1, { metadata: { junk: 'x'.repeat(7_000) } }) },
  { project: 'a-lying-artifact', put: (blob) => blob.upload('x', 1, { metadata: claim }) },
];
const files = Object.assign({}, ...squatters.map(({ project }) => stampedProject(project))) as Files;
const projects = squatters.map(({ project }) => project).toSorted();
const faults = [
  expect.stringContaining('was not used: it is not signed') as string,
  expect.stringContaining('so it is not an artifact of this cache') as string,
];
const genuine = Object.fromEntries(projects.map((project) => [project, 'genuine source']));

/** An attacker with a pull request's token writes the blobs of artifacts that main has not built yet. */
async function squat(protection: Protection) {
  const repository = await createRepository(lab, protection, { files });
  const hashes = hashesOf(await build(await repository.pullRequest(7, { env: elsewhere })));
  const etags: Record<string, string | undefined> = {};
  for (const { project, put } of squatters) {
    const slot = repository.slotOf(hashes[project] ?? '');
    etags[slot] = (await put(repository.trusted.getBlockBlobClient(slot))).etag;
  }
  return { repository, etags };
}

describe('an artifact that squats where main stores', () => {
  test('stays there without trust, and costs every build of main the tasks', async () => {
    const { repository } = await squat('none');
    for (const machine of [await repository.main(), await repository.main()]) {
      const run = await build(machine);
      expect(run).toMatchObject({ code: 0, stamps: genuine });
      expect(run.executed.toSorted()).toEqual(projects);
    }
  });

  test('is reported where signatures are required, and only it is replaced', async () => {
    const { repository, etags } = await squat('signatures');
    lab.cloud.proxy.reset();
    const first = await build(await repository.main());
    expect(first).toMatchObject({ code: 0, stamps: genuine });
    expect(first.executed.toSorted()).toEqual(projects);
    expect(parseOutput(first).warnings).toEqual(faults);
    expect(parseOutput(first).summary).toMatch(/4 stored .*, 4 faults \(1 untrusted, 3 damaged\)$/);
    expect(leaksOf(repository, first)).toEqual([]);
    const puts = lab.cloud.proxy.requests.filter(({ kind }) => kind === 'put');
    expect(Object.fromEntries(puts.map(({ blob, headers }) => [blob, headers['if-match']]))).toEqual(etags);

    const second = await build(await repository.main());
    expect(second).toMatchObject({ code: 0, stamps: genuine, executed: [] });
    expect(parseOutput(second).warnings).toEqual([]);
  });

  test('is reported each time if a lease protects it, and main stays green', async () => {
    const { repository, etags } = await squat('signatures');
    for (const slot of Object.keys(etags))
      await repository.trusted.getBlobClient(slot).getBlobLeaseClient().acquireLease(-1);
    for (const machine of [await repository.main(), await repository.main()]) {
      const run = await build(machine);
      expect(run).toMatchObject({ code: 0, stamps: genuine });
      expect(run.executed.toSorted()).toEqual(projects);
      expect(parseOutput(run).warnings).toEqual([...faults, expect.stringContaining('a lease forbids it')]);
      expect(parseOutput(run).summary).toMatch(
        /0 stored, .* 8 faults \(1 untrusted, 3 damaged, 4 rejected\)$/,
      );
    }
  });
});
