import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { version } from '../../../package.json';
import { createFakeShell } from '../../../test/support/fakes/shell.js';
import { treeOf } from '../../../test/support/fakes/tree.js';
import { alias } from '../../nx/package-name.js';
import { resolveConfig } from '../../config/resolve-config.js';
import { readNxJson } from '../nx-json.js';
import { initGenerator } from './generator.js';

const nxJson = `{
  // the file of create-nx-workspace, and a comment
  "$schema": "./node_modules/nx/schemas/nx-schema.json",
  "targetDefaults": {
    "build": { "cache": true, "dependsOn": ["^build"] } // all of them
  },
  "parallel": 3 // as many as CI has cores
}
`;
const manifest = '{\n  "name": "web",\n  "devDependencies": {\n    "nx-azure-cache": "^0.1.0"\n  }\n}\n';
const answers = { accountName: 'acmenxcache', container: 'artifacts' };
const workspace = (files: Record<string, string> = {}) =>
  treeOf({ 'nx.json': nxJson, 'package.json': manifest, ...files });

test('nx.json gets the azure key and the schema, and keeps its comments, its order and its form', () => {
  const tree = workspace();
  initGenerator(tree, answers);
  expect(tree.files['nx.json']).toBe(`{
  // the file of create-nx-workspace, and a comment
  "$schema": "./node_modules/@nx/powerpack-azure-cache/schemas/nx-json.schema.json",
  "targetDefaults": {
    "build": { "cache": true, "dependsOn": ["^build"] } // all of them
  },
  "parallel": 3, // as many as CI has cores
  "azure": {
    "container": "artifacts",
    "accountName": "acmenxcache",
    "localMode": "read-only",
    "trust": {
      "branches": ["main"]
    }
  }
}
`);
  const { mode, trust } = resolveConfig(readNxJson(tree)['azure'], {});
  expect(mode).toEqual({ read: true, write: false });
  expect(trust).toMatchObject({ branches: ['main'], publicKeys: [] });
});

test('an azure key with a former name stays, and the current name is printed', () => {
  const nxJson = '{ "azure": { "container": "cache", "accountName": "acme", "runs": true } }';
  const tree = workspace({ 'nx.json': nxJson });
  const shell = createFakeShell();
  initGenerator(tree, answers, shell)();
  expect(readNxJson(tree)['azure']).toEqual({ container: 'cache', accountName: 'acme', runs: true });
  expect(shell.said.join('')).toContain('Rename azure.runs in nx.json to azure.recordRuns.');
});

test('a second init changes nothing', () => {
  const tree = workspace();
  initGenerator(tree, answers);
  const before = { ...tree.files };
  const shell = createFakeShell();
  initGenerator(tree, { accountName: 'another', container: 'another' }, shell)();
  expect(tree.files).toEqual(before);
  expect(shell.ran).toEqual(['npx nx-azure-cache doctor']);
  expect(shell.said.join('')).toContain('already has an azure key');
});

test.each(['{ "container": "mine", /* ours */ }', 'null', '{ "container": "NO" }'])(
  'an azure key that is there stays, right or wrong: %s',
  (azure) => {
    const tree = workspace({ 'nx.json': `{ "azure": ${azure} }` });
    initGenerator(tree, {});
    expect(tree.files['nx.json']).toContain(`"azure": ${azure}`);
  },
);

test('an azure key of a preset that nx.json extends counts, and nx.json gets none', () => {
  const root = mkdtempSync(join(tmpdir(), 'preset-'));
  onTestFinished(() => {
    rmSync(root, { recursive: true });
  });
  writeFileSync(join(root, 'preset.json'), '{ "azure": { "container": "of-all-teams" } }');
  const tree = { ...workspace({ 'nx.json': '{ "extends": "./preset.json" }' }), root };
  const shell = createFakeShell();
  initGenerator(tree, {}, shell)();
  expect(readNxJson(tree)).not.toHaveProperty('azure');
  expect(shell.said.join('')).toContain('already has an azure key');
});

test("the vendor's package is replaced, and the replacement is reported", () => {
  const vendors = '{ "devDependencies": { "@nx/powerpack-azure-cache": "^4.0.0" } }';
  const tree = workspace({ 'package.json': vendors });
  const shell = createFakeShell();
  initGenerator(tree, answers, shell)();
  expect(tree.files['package.json']).toContain('"@nx/powerpack-azure-cache": "npm:nx-azure-cache@');
  expect(shell.said.join('')).toContain('It replaces @nx/powerpack-azure-cache@^4.0.0.');
});

describe('trusted branches', () => {
  test.each<[string | undefined, string, string[]]>([
    [undefined, '{}', ['main']],
    ['', '{}', ['main']],
    [undefined, '{ "defaultBase": "trunk" }', ['trunk']],
    [undefined, '{ "defaultBase": "origin/master" }', ['master']],
    ['main, release/*', '{ "defaultBase": "trunk" }', ['main', 'release/*']],
  ])('the answer %j, with %s, sets the branches', (trustedBranches, text, branches) => {
    const tree = workspace({ 'nx.json': text });
    initGenerator(tree, { ...answers, ...(trustedBranches === undefined ? {} : { trustedBranches }) });
    expect(readNxJson(tree)['azure']).toMatchObject({ trust: { branches } });
  });
});

const accountRule = 'a storage account name: 3 to 24 lowercase letters and digits';
const containerRule = 'a container name: 3 to 63 lowercase letters, digits and single hyphens';

test.each([
  [{ container: 'nx-cache' }, `--accountName: expected ${accountRule}, got nothing`],
  [{ ...answers, accountName: ' ' }, `--accountName: expected ${accountRule}, got nothing`],
  [{ ...answers, accountName: 'Acme-Cache' }, `--accountName: expected ${accountRule}, got "Acme-Cache"`],
  [{ ...answers, container: 'Nx_Cache' }, `--container: expected ${containerRule}, got "Nx_Cache"`],
  [{ ...answers, trustedBranches: 'main,' }, '--trustedBranches: expected the name of a branch'],
  [{ ...answers, trustedBranches: 'refs/heads/main' }, 'got "refs/heads/main"'],
  [{ accountName: 'A', container: 'B', trustedBranches: ' x,y z' }, /--accountName.*--container.*--trusted/],
])('%j is refused, and nothing is changed', (given, message) => {
  const tree = workspace();
  expect(() => initGenerator(tree, given)).toThrow(message);
  expect(tree.files).toEqual(workspace().files);
});

test('init without package.json fails and changes nothing', () => {
  const tree = treeOf({ 'nx.json': nxJson });
  expect(() => initGenerator(tree, answers)).toThrow('there is no package.json');
  expect(tree.files).toEqual({ 'nx.json': nxJson });
});

test('where Nx installs what nx.json names, that is where the package goes, and its wrapper installs it', () => {
  const before =
    '{\n  "installation": {\n    "version": "24.0.6",\n    "plugins": {\n      "nx-azure-cache": "0.1.0"\n    }\n  }\n}\n';
  const tree = treeOf({ 'nx.json': before });
  const shell = createFakeShell();
  initGenerator(tree, answers, shell)();
  expect(readNxJson(tree)).toMatchObject({
    installation: { version: '24.0.6', plugins: { [alias]: `npm:nx-azure-cache@${version}` } },
    $schema: `./.nx/installation/node_modules/${alias}/schemas/nx-json.schema.json`,
  });
  expect(JSON.parse(tree.files['nx.json'] ?? '')).not.toHaveProperty('installation.plugins.nx-azure-cache');
  const doctor = 'npx --prefix .nx/installation nx-azure-cache doctor';
  expect(shell.ran).toEqual(['node .nx/nxw.js --version', doctor]);
  expect(shell.said.join('')).toContain('Commit nx.json.');
  expect(shell.said.join('')).toContain(`./nx g ${alias}:infrastructure`);
});

describe('once the files are written', () => {
  test.each([
    ['package-lock.json', 'npm install', 'npx'],
    ['pnpm-lock.yaml', 'pnpm install --no-frozen-lockfile', 'pnpm exec'],
    ['yarn.lock', 'yarn install', 'yarn'],
    ['bun.lock', 'bun install', 'bunx'],
  ])('with %s, init installs, runs doctor and prints the next steps', (lock, install, exec) => {
    const shell = createFakeShell();
    initGenerator(workspace({ [lock]: '' }), answers, shell)();
    expect(shell.ran).toEqual([install, `${exec} nx-azure-cache doctor`]);
    expect(shell.said.join('')).toContain(`${exec} nx g @nx/powerpack-azure-cache:infrastructure`);
  });

  test('a failed check of doctor is reported, and fails nothing', () => {
    const shell = createFakeShell(/doctor/);
    initGenerator(workspace(), answers, shell)();
    expect(shell.said.join('')).toContain('a check failed');
    expect(shell.said.join('')).toContain('Next steps');
  });

  test('skipDoctor skips doctor', () => {
    const shell = createFakeShell();
    initGenerator(workspace(), { ...answers, skipDoctor: true }, shell)();
    expect(shell.ran).toEqual(['npm install']);
  });

  test('an install that fails is an error that names the command to run again', () => {
    const run = initGenerator(workspace(), answers, createFakeShell(/install/));
    expect(run).toThrow(
      '"npm install" failed, see above. nx.json and package.json are written: run it again.',
    );
  });
});
