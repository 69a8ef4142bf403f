import { beforeEach, describe, expect, test } from 'vitest';
import { useLab } from '../../test/support/workspace/lab.js';
import type { Machine } from '../../test/support/workspace/machine.js';
import { createRepository, leaksOf, type Repository } from '../../test/support/workspace/repository.js';
import { parseOutput } from '../../test/support/workspace/parse-output.js';
import { build, stampedProject } from '../../test/support/workspace/stamped-project.js';

/** Long enough for a request to meet the one before it. */
const lab = useLab({ latency: 100 });
const files = stampedProject('app');

describe.each(['signatures', 'both'] as const)('with trust by %s', (protection) => {
  test('a pull request hits artifacts of main at once and its own on its second run, and never those of a sibling', async () => {
    const repository = await createRepository(lab, protection, { files });
    await build(await repository.main());
    const change = { files: stampedProject('feature') };

    const first = await build(await repository.pullRequest(7, change));
    expect(first.statuses).toEqual({ 'app:build': 'remote-cache-hit', 'feature:build': 'cache-miss' });
    expect(parseOutput(first).summary).toMatch(/^1 hit .*, 1 miss, 1 stored /);
    const second = await build(await repository.pullRequest(7, change));
    expect(second).toMatchObject({
      executed: [],
      stamps: { app: 'genuine source', feature: 'genuine source' },
    });
    expect(parseOutput(second).summary).toMatch(/^2 hits .*, 0 misses, 0 stored/);

    for (const other of [await repository.pullRequest(8, change), await repository.main(change)]) {
      const run = await build(other);
      expect(run.statuses).toEqual({ 'app:build': 'remote-cache-hit', 'feature:build': 'cache-miss' });
      expect(run.code).toBe(0);
      expect(parseOutput(run).warnings).toEqual([]);
      expect(leaksOf(repository, run)).toEqual([]);
    }
  });
});

describe('the requests of a build:', () => {
  let repository: Repository;

  beforeEach(async () => {
    repository = await createRepository(lab, 'both', { files });
  });

  /** e.g. `get v1/trusted/42` → how many others were under way when it arrived */
  async function requestsOf(machine: Machine): Promise<[string, number][]> {
    lab.cloud.proxy.reset();
    const { tasks } = await build(machine);
    const name = (blob: string) => blob.replace(tasks[0]?.hash ?? '', '<hash>');
    return lab.cloud.proxy.requests.map(({ kind, blob, underWay }) => [`${kind} ${name(blob)}`, underWay]);
  }

  test('a trusted miss is 1 request, and so are its store and the next hit', async () => {
    expect(await requestsOf(await repository.main())).toEqual([
      ['get v1/trusted/<hash>', 0],
      ['put v1/trusted/<hash>', 0],
    ]);
    expect(await requestsOf(await repository.main())).toEqual([['get v1/trusted/<hash>', 0]]);
  });

  test('an untrusted miss is 2 requests at the same time', async () => {
    expect(await requestsOf(await repository.pullRequest(7))).toEqual([
      ['get v1/trusted/<hash>', 0],
      ['get v1/pr/7/<hash>', 1],
      ['put v1/pr/7/<hash>', 0],
    ]);
  });
});

describe('the signing key', () => {
  const files = {
    'packages/app/project.json': JSON.stringify({
      name: 'app',
      targets: { build: { command: 'env | cut -d= -f1', cache: true, outputs: [] } },
    }),
  };

  // From version 22 on, Nx records a task's environment before it asks the cache: see docs/configuration.md.
  test.each([
    { nx: '20.1', sees: false },
    { nx: '21', sees: false },
    { nx: '22', sees: true },
    { nx: '24', sees: true },
  ] as const)('is in the environment of a task of Nx $nx: $sees', async ({ nx, sees }) => {
    const repository = await createRepository(lab, 'both', { nx, files });
    const run = await (await repository.main()).nx(['run', 'app:build', '--output-style=static']);
    const names = run.stdout.split('\n');
    expect(names).toContain('GITHUB_REF');
    expect(names.includes('NX_AZURE_CACHE_SIGNING_KEY')).toBe(sees);
    expect(parseOutput(run).summary).toContain('1 stored');
  });
});
