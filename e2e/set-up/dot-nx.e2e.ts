import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { version } from '../../package.json';
import { accountName } from '../../test/support/azurite.js';
import { execute } from '../../test/support/install/execute.js';
import { installNxAlone, type NxLine } from '../../test/support/install/nx-version.js';
import { tarball } from '../../test/support/install/pack.js';
import { alias, startRegistry } from '../../test/support/install/registry.js';
import { pushToMain } from '../../test/support/workspace/github.js';
import { useLab } from '../../test/support/workspace/lab.js';
import { createMachine, type Machine } from '../../test/support/workspace/machine.js';
import type { Files } from '../../test/support/workspace/projects.js';
import { genuineTool, stampedProject } from '../../test/support/workspace/stamped-project.js';

const lab = useLab();
const projects = { '.gitignore': 'dist\n', ...genuineTool, ...stampedProject('web') };
const print = (value: object) => `${JSON.stringify(value, undefined, 2)}\n`;

/** nx.json as `nx add nx-azure-cache` leaves it without a package.json; without plugins, nx.json as it was before. */
const nxJsonOf = (nx: string, plugins?: object) =>
  print({
    useInferencePlugins: false,
    neverConnectToCloud: true,
    analytics: false,
    installation: { version: nx, ...(plugins && { plugins }) },
  });

interface Workspace {
  readonly files: Files;
  readonly env: Readonly<Record<string, string>>;
  /** the workspace whose installation it gets, so that Nx installs nothing; by default Nx alone is installed */
  readonly like?: Machine;
}

/** A machine with such a workspace: the wrapper that Nx itself writes, and the packages that it installs. */
async function checkOut(line: NxLine, { files, env, like }: Workspace) {
  const install = await installNxAlone(line);
  const machine = createMachine({ files: { ...projects, ...files }, env: { ...env, ...(await npmCache()) } });
  onTestFinished(() => {
    machine.dispose();
  });
  const folder = join(machine.workspace, '.nx/installation');
  mkdirSync(folder, { recursive: true });
  await execute(
    ['cp', '-a', `${like ? join(like.workspace, '.nx/installation') : install}/.`, folder],
    install,
  );
  const nx = versionOf(install);
  if (!like) writeFileSync(join(folder, 'package.json'), print({ devDependencies: { nx } }));
  const scripts = 'nx/src/command-line/init/implementation/dot-nx/add-nx-scripts';
  const path = createRequire(join(install, 'package.json')).resolve(scripts);
  const setUp = `require(${JSON.stringify(path)}).generateDotNxSetup(${JSON.stringify(nx)})`;
  await execute([process.execPath, '-e', setUp], machine.workspace, machine.env);
  const shell = shellOf(machine);
  await shell.type('./nx --version');
  return { machine, ...shell };
}

const versionOf = (install: string) =>
  (JSON.parse(readFileSync(join(install, 'node_modules/nx/package.json'), 'utf8')) as { version: string })
    .version;

/** The files that other installs have left there are not fetched again. */
const npmCache = async () => ({
  npm_config_cache: (await execute(['npm', 'config', 'get', 'cache'], import.meta.dirname)).trim(),
  npm_config_audit: 'false',
});

function shellOf({ workspace, env, cacheDirectory }: Machine) {
  return {
    type: async (line: string) => stripVTControlCharacters(await execute(['sh', '-c', line], workspace, env)),
    read: (path: string) => readFileSync(join(workspace, path), 'utf8'),
    isInstalled: (name: string) => existsSync(join(workspace, '.nx/installation/node_modules', name)),
    statuses: () =>
      (
        JSON.parse(readFileSync(join(cacheDirectory, 'run.json'), 'utf8')) as {
          tasks: { cacheStatus: string }[];
        }
      ).tasks.map(({ cacheStatus }) => cacheStatus),
  };
}

const command = 'npx --prefix .nx/installation nx-azure-cache';

/** The oldest and the newest line try every command; those between, the way from init to a hit and back. */
const lines = [
  { line: '20.8', tries: 'all commands' },
  { line: '21', tries: 'the cache' },
  { line: '22', tries: 'the cache' },
  { line: '23', tries: 'the cache' },
  { line: '24', tries: 'all commands' },
] as const;

test.each(lines)(
  'Nx $line without package.json: from init to a hit, and back, with $tries',
  async ({ line, tries }) => {
    const registry = await startRegistry(tarball);
    onTestFinished(() => {
      registry.close();
    });
    const { azure } = await lab.cloud.createShare();
    const env = {
      npm_config_registry: registry.url,
      AZURE_STORAGE_CONNECTION_STRING: lab.cloud.azurite.connectionString,
      ...pushToMain,
    };
    const nx = versionOf(await installNxAlone(line));
    const added = nxJsonOf(nx, { 'nx-azure-cache': version });
    const first = await checkOut(line, { files: { 'nx.json': added }, env });
    expect(first.isInstalled('nx-azure-cache')).toBe(true);

    const options = `--accountName=${accountName} --container=${azure.container} --no-interactive`;
    const said = await first.type(`./nx g nx-azure-cache:init ${options}`);
    expect(said).toContain('Commit nx.json.');
    expect(said).toContain(`./nx g ${alias}:infrastructure`);
    const plugins = { [alias]: `npm:nx-azure-cache@${version}` };
    expect(JSON.parse(first.read('nx.json'))).toMatchObject({ installation: { version: nx, plugins } });
    expect([first.isInstalled(alias), first.isInstalled('nx-azure-cache')]).toEqual([true, false]);
    const { $schema } = JSON.parse(first.read('nx.json')) as { $schema: string };
    expect(existsSync(join(first.machine.workspace, $schema))).toBe(true);
    expect(await first.type(`${command} doctor`)).toMatch(/pass +Package: Nx loads .*\.nx\/installation/);

    await first.type('./nx run-many -t build');
    expect(first.statuses()).toEqual(['cache-miss']);
    const second = await checkOut(line, {
      files: { 'nx.json': first.read('nx.json') },
      env,
      like: first.machine,
    });
    await second.type('./nx run-many -t build');
    expect(second.statuses()).toEqual(['remote-cache-hit']);
    expect(second.machine.executed()).toEqual([]);
    if (tries === 'all commands') {
      expect(await second.type(`${command} explain web:build`)).toMatch(/\nhit +It would be retrieved/);
      expect(await second.type(`${command} ls trusted`)).toMatch(/^\d+\t/);
      expect(await second.type(`${command} stats`)).toMatch(/trusted +1 /);
      expect(await second.type(`${command} prune --max-size 0 --dry-run`)).toMatch(/^To be deleted: 1 blob/);
      expect(await second.type(`./nx g ${alias}:migrate`)).toContain('nothing to migrate');
    }

    await first.type(`./nx g ${alias}:remove`);
    expect(first.read('nx.json')).toBe(nxJsonOf(nx));
    expect(first.isInstalled(alias)).toBe(false);
  },
);
