import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { NxLine } from './install/nx-version.js';
import { useLab } from './workspace/lab.js';
import type { Machine } from './workspace/machine.js';
import { genuineTool, stampedProject } from './workspace/stamped.js';

const lab = useLab();

/** Where a line of Nx has its cache when `.env` names another place, and what a blank variable of the shell is to it. */
const lines: readonly { nx: NxLine; cache: string; blank: 'stays blank' | 'is as if absent' }[] = [
  { nx: '20.1', cache: '.nx/cache', blank: 'stays blank' },
  { nx: '20.8', cache: '.nx/cache', blank: 'stays blank' },
  { nx: '21', cache: '.nx/cache', blank: 'stays blank' },
  { nx: '22', cache: '.nx/cache', blank: 'is as if absent' },
  { nx: '23', cache: '.nx/cache', blank: 'is as if absent' },
  { nx: '24', cache: 'of-env', blank: 'is as if absent' },
];

/** What the shell has of the variable that `.env` sets, too. */
const shells = ['set', 'blank', 'absent'] as const;

describe.each(lines)('Nx $nx', ({ nx, cache, blank }) => {
  test.each(shells)('the variable is %s in the shell: run and commands agree', async (shell) => {
    const [ofNxJson, ofFile, ofShell] = await Promise.all([1, 2, 3].map(() => lab.cloud.createContainer()));
    const { azure } = await lab.cloud.createShare();
    const machine = await lab.machine(
      { azure: { ...azure, container: ofNxJson ?? '' }, env: {} },
      {
        ...{ ...genuineTool, ...stampedProject('web') },
        '.env': `NX_CACHE_DIRECTORY=of-env\nNX_AZURE_CACHE_CONTAINER=${ofFile ?? ''}\nTEAM=web\n`,
        '.env.local': 'NX_AZURE_CACHE_PREFIX=of-env-local\n',
        '.local.env': 'NX_AZURE_CACHE_PREFIX=of-${TEAM:-nobody}\n',
      },
      { nx },
    );
    const given = { set: ofShell, blank: '', absent: undefined }[shell];
    const { run, cli } = at(machine, { NX_AZURE_CACHE_CONTAINER: given });
    expect(run('run', 'web:build')).toMatchObject({ status: 0 });

    const isBlank = shell === 'blank' && blank === 'stays blank';
    const container = shell === 'set' ? ofShell : isBlank ? ofNxJson : ofFile;
    const [blob, ...others] = await lab.cloud.azurite.blobs(container ?? '');
    expect(others).toEqual([]);
    const [prefix, , , hash] = blob?.name.split('/') ?? [];
    // Only from 22 on can a file use what a later one sets.
    expect(prefix).toBe(blank === 'stays blank' ? 'of-nobody' : 'of-web');
    expect(existsSync(join(machine.workspace, cache, 'run.json'))).toBe(true);

    expect(cli('explain', 'web:build', '--json')).toMatchObject({ hash, verdict: { outcome: 'hit' } });
    expect(cli('stats', '--json')).toMatchObject({ containers: [{ container, total: { count: 1 } }] });
    const { checks } = cli('doctor', '--json') as { checks: { title: string; detail: string }[] };
    const { detail } = checks.find(({ title }) => title === 'Configuration') ?? {};
    expect(detail).toContain(`container "${container ?? ''}"`);
    expect(detail).toContain(`prefix "${prefix ?? ''}"`);
  });
});

/** A shell on the machine with these variables; `cli` gives what a command prints as JSON. */
function at(machine: Machine, variables: Readonly<Record<string, string | undefined>>) {
  const { workspace } = machine;
  const env: Record<string, string | undefined> = {
    ...{ ...machine.env, NX_CACHE_DIRECTORY: undefined, NX_WORKSPACE_DATA_DIRECTORY: undefined },
    AZURE_STORAGE_CONNECTION_STRING: lab.cloud.azurite.connectionString,
    ...variables,
  };
  const execute = (file: string, args: readonly string[]) =>
    spawnSync(file, args, { cwd: workspace, env, encoding: 'utf8' });
  return {
    run: (...words: readonly string[]) => {
      const [node = '', ...args] = machine.command(words);
      return execute(node, args);
    },
    cli: (...args: readonly string[]): unknown =>
      JSON.parse(execute(join(workspace, 'node_modules/.bin/nx-azure-cache'), args).stdout),
  };
}
