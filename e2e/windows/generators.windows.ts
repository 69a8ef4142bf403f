import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { version } from '../../package.json';
import { alias } from '../../test/support/install/registry.js';
import { generate } from '../../test/support/workspace/generate.js';
import type { Machine } from '../../test/support/workspace/machine.js';
import type { Files } from '../../test/support/workspace/projects.js';
import { useWindowsLab } from './windows-lab.js';

const lab = useWindowsLab();

/** Lines as Git leaves them on Windows. */
const crlf = (text: string) => text.replaceAll('\n', '\r\n');
const json = (value: object) => crlf(`${JSON.stringify(value, null, 2)}\n`);

const workflow = '.github/workflows/ci.yml';
const found: Files = {
  'nx.json': json({ $schema: './node_modules/nx/schemas/nx-schema.json', useInferencePlugins: false }),
  // With the package, so that nothing is to be installed.
  'package.json': json({
    name: 'workspace',
    private: true,
    devDependencies: { [alias]: `npm:nx-azure-cache@^${version}` },
  }),
  [workflow]: crlf(readFileSync('test/ci-workflows/github-nx.yml', 'utf8')),
};

/** All files of a workspace that are its own. */
function filesOf({ workspace }: Machine): Files {
  const entries = readdirSync(workspace, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(workspace.length + 1));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(workspace, path), 'utf8')]));
}

test('the generators do the same on Windows, and keep its line ends', async () => {
  const share = { azure: undefined, env: {} };
  const windows = await lab.windows(share, found);
  const linux = await lab.linux(share, found);

  async function expectSame(generator: string, ...args: string[]): Promise<string> {
    const said = await generate(windows, `${alias}:${generator}`, args);
    await generate(linux, `${alias}:${generator}`, args);
    expect(filesOf(windows)).toEqual(filesOf(linux));
    return said;
  }

  const account = ['--accountName=acmenxcache', '--container=nx-cache'];
  expect(await expectSame('init', ...account, '--trustedBranches=main', '--skipDoctor')).toContain(
    'UPDATE nx.json',
  );
  expect(filesOf(windows)['nx.json']).toMatch(/"azure": \{\r\n/);
  expect(filesOf(windows)['nx.json']).not.toMatch(/[^\r]\n/);

  expect(await expectSame('ci-workflow', '--provider=github')).toContain(`${workflow}: not changed.`);
  expect(await expectSame('ci-workflow', '--provider=azure')).toContain('CREATE azure-pipelines.yml');

  const infrastructure = ['--format=bicep', ...account, '--githubRepository=acme/web'];
  expect(await expectSame('infrastructure', ...infrastructure)).toMatch(/CREATE .*\.bicep/);
  expect(await expectSame('migrate')).toContain('nothing to migrate');

  // Wine has no npm, but cmd.exe searches this folder first.
  writeFileSync(join(windows.workspace, 'npm.cmd'), '@echo npm %*> npm.log\r\n');
  expect(await generate(windows, `${alias}:remove`, [])).toContain('UPDATE nx.json');
  expect(filesOf(windows)['nx.json']).toBe(found['nx.json']);
  expect(filesOf(windows)['npm.log']).toBe('npm install\r\n');
});
