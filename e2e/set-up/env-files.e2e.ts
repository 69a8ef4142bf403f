import { execFile, type ExecFileException } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { NxLine } from '../../test/support/install/nx-version.js';
import { useLab } from '../../test/support/workspace/lab.js';
import type { Machine } from '../../test/support/workspace/machine.js';
import { genuineTool, stampedProject } from '../../test/support/workspace/stamped-project.js';

const lab = useLab();

/** The shell's value of each variable that `.env` also sets. */
const shells = ['set', 'blank', 'absent'] as const;
type Shell = (typeof shells)[number];

interface Line {
  readonly nx: NxLine;
  /** Where Nx has its cache when `.env` names another place. */
  readonly cache: string;
  /** The meaning of a blank shell variable. */
  readonly blank: 'stays blank' | 'is as if absent';
  /** How the shell has the variables where every command is tried; in the other cases it is the one that knows most. */
  readonly all: Shell;
}

const lines: readonly Line[] = [
  { nx: '20.1', cache: '.nx/cache', blank: 'stays blank', all: 'set' },
  { nx: '20.8', cache: '.nx/cache', blank: 'stays blank', all: 'blank' },
  { nx: '21', cache: '.nx/cache', blank: 'stays blank', all: 'absent' },
  { nx: '22', cache: '.nx/cache', blank: 'is as if absent', all: 'set' },
  { nx: '23.0', cache: '.nx/cache', blank: 'is as if absent', all: 'blank' },
  { nx: '23', cache: '.nx/cache', blank: 'is as if absent', all: 'set' },
  { nx: '24', cache: 'cache-of-file', blank: 'is as if absent', all: 'absent' },
];

const cases = lines.flatMap((line) => shells.map((shell) => ({ ...line, shell })));

describe('run and commands agree on every variable that they share,', () => {
  test.each(cases)(
    'with Nx $nx, where the shell has them $shell',
    async ({ nx, cache, blank, all, shell }) => {
      const [ofNxJson = '', ofFile = '', ofShell = ''] = await Promise.all(
        [1, 2, 3].map(() => lab.cloud.createContainer()),
      );
      const { azure } = await lab.cloud.createShare();
      const machine = await lab.machine(
        { azure: { ...azure, container: ofNxJson }, env: {} },
        { ...genuineTool, ...stampedProject('web') },
        { nx },
      );
      writeEnvFiles(machine, { container: ofFile, nx });
      const { run, cli } = at(machine, variablesOf(shell, { machine, container: ofShell }));
      expect(await run('run', 'web:build')).toMatchObject({ code: 0 });

      const isBlank = shell === 'blank' && blank === 'stays blank';
      const container = shell === 'set' ? ofShell : isBlank ? ofNxJson : ofFile;
      const [blob, ...others] = await lab.cloud.azurite.blobs(container);
      expect(others).toEqual([]);
      const [prefix, , , hash] = blob?.name.split('/') ?? [];
      // Only from version 22 on can a file use variables that a later file sets.
      expect(prefix).toBe(blank === 'stays blank' ? 'of-nobody' : 'of-web');
      const place = shell === 'set' ? 'cache-of-shell' : cache;
      expect(existsSync(join(machine.workspace, place, 'run.json'))).toBe(true);

      expect(await cli('explain', 'web:build')).toMatchObject({ hash, verdict: { outcome: 'hit' } });
      if (shell !== all) return;
      // Not concurrent: doctor tests its rights with a blob that the other runs would see.
      const [census, listed] = await Promise.all([cli('stats'), cli('ls')]);
      const { checks } = await cli('doctor');
      expect(census).toMatchObject({ containers: [{ container, total: { count: 1 } }] });
      expect(listed).toMatchObject([{ hash }]);
      const { detail } = checks?.find(({ title }) => title === 'Configuration') ?? {};
      expect(detail).toContain(`container "${container}"`);
      expect(detail).toContain(`prefix "${prefix ?? ''}"`);
    },
  );
});

/** Names another place for everything, and a workspace that is none of Nx's: it looks for its own before it reads files. */
function writeEnvFiles({ workspace }: Machine, { container, nx }: { container: string; nx: NxLine }): void {
  const elsewhere = join(workspace, '..', 'elsewhere');
  mkdirSync(elsewhere);
  writeFileSync(join(elsewhere, 'nx.json'), '{}');
  const lines = [
    'NX_CACHE_DIRECTORY=cache-of-file',
    'NX_WORKSPACE_DATA_DIRECTORY=data-of-file',
    // Nx 20.1 starts the processes of its plugins in the workspace of the file, and fails.
    ...(nx === '20.1' ? [] : [`NX_WORKSPACE_ROOT_PATH=${elsewhere}`]),
    `NX_AZURE_CACHE_CONTAINER=${container}`,
    'TEAM=web',
  ];
  writeFileSync(join(workspace, '.env'), `${lines.join('\n')}\n`);
  writeFileSync(join(workspace, '.env.local'), 'NX_AZURE_CACHE_PREFIX=of-env-local\n');
  writeFileSync(join(workspace, '.local.env'), 'NX_AZURE_CACHE_PREFIX=of-${TEAM:-nobody}\n');
}

type Variables = Readonly<Record<string, string | undefined>>;

function variablesOf(
  shell: Shell,
  { machine, container }: { readonly machine: Machine; readonly container: string },
): Variables {
  const set = {
    NX_CACHE_DIRECTORY: 'cache-of-shell',
    NX_WORKSPACE_DATA_DIRECTORY: 'data-of-shell',
    NX_WORKSPACE_ROOT_PATH: machine.workspace,
    NX_AZURE_CACHE_CONTAINER: container,
  };
  const other = shell === 'blank' ? '' : undefined;
  return shell === 'set' ? set : Object.fromEntries(Object.keys(set).map((name) => [name, other]));
}

interface Answer {
  readonly checks?: readonly { readonly title: string; readonly detail: string }[];
}

/** A shell on the machine with these variables; `cli` returns the JSON output of a command. */
function at(machine: Machine, variables: Variables) {
  const { workspace } = machine;
  const { connectionString } = lab.cloud.azurite;
  const env = { ...machine.env, AZURE_STORAGE_CONNECTION_STRING: connectionString, ...variables };
  const execute = (file: string, args: readonly string[]) =>
    new Promise<{ readonly code: unknown; readonly stdout: string }>((resolve) => {
      execFile(file, args, { cwd: workspace, env }, (error: ExecFileException | null, stdout) => {
        resolve({ code: error?.code ?? 0, stdout });
      });
    });
  return {
    run: (...words: readonly string[]) => {
      const [node = '', ...args] = machine.command(words);
      return execute(node, args);
    },
    cli: async (...args: readonly string[]): Promise<Answer> => {
      const command = join(workspace, 'node_modules/.bin/nx-azure-cache');
      return JSON.parse((await execute(command, [...args, '--json'])).stdout) as Answer;
    },
  };
}
