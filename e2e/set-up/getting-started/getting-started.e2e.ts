import { Ajv } from 'ajv';
import { parse } from 'jsonc-parser';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { beforeAll, expect, test, type TestContext } from 'vitest';
import { accountName, startAzurite } from '../../../test/support/azurite.js';
import { openShellSession, type ShellSession } from './shell-session.js';
import { readPage, type Block } from './page.js';
import { execute } from '../../../test/support/install/execute.js';
import { installNxAlone, type NxLine } from '../../../test/support/install/nx-version.js';
import { tarball } from '../../../test/support/install/pack.js';
import { alias, startRegistry } from '../../../test/support/install/registry.js';
import { pushToMain } from '../../../test/support/workspace/github.js';
import { projectFiles, type Files } from '../../../test/support/workspace/projects.js';

const nxJson = `{
  "$schema": "./node_modules/nx/schemas/nx-schema.json",
  // written by create-nx-workspace, and by hand
  "targetDefaults": { "build": { "dependsOn": ["^build"], "cache": true } },
  "useInferencePlugins": false,
  "neverConnectToCloud": true,
  "analytics": false // asks no questions
}
`;
const script = (name: string) =>
  `console.log('${name}'); fs.mkdirSync('dist', { recursive: true }); fs.writeFileSync('dist/${name}', '${name}');`;
const projects = {
  '.gitignore': 'node_modules\ndist\n.nx\n',
  ...projectFiles({ name: 'lib', script: script('lib') }),
  ...projectFiles({ name: 'web', script: script('web'), dependsOn: ['lib'] }),
};
const container = 'nx-cache';
const lines = ['24', '20.8'] as const;

// One after the other, before tests that run at once want the same one.
beforeAll(async () => {
  for (const line of lines) await installNxAlone(line);
});

/** A workspace with the Nx of a line, and the services that it meets; gone after the test. */
async function start(line: NxLine, { onTestFinished }: TestContext) {
  const azurite = await startAzurite();
  onTestFinished(() => azurite.close());
  const registry = await startRegistry(tarball);
  onTestFinished(() => {
    registry.close();
  });
  const install = await installNxAlone(line);
  const sit = async (options: { files: Files; install?: string; env?: Record<string, string> }) => {
    const session = await openShellSession({ azurite, registry: registry.url, ...options });
    onTestFinished(() => {
      session.dispose();
    });
    return session;
  };
  return { azurite, sit, developer: await sit({ install, files: filesWith(install) }) };
}

/** As create-nx-workspace leaves them. */
function filesWith(install: string): Files {
  const read = (file: string) => JSON.parse(readFileSync(join(install, file), 'utf8')) as object;
  const print = (value: object) => `${JSON.stringify(value, undefined, 2)}\n`;
  const manifests = ['package.json', 'package-lock.json'].map((file) => [file, print(read(file))]);
  return { ...projects, ...(Object.fromEntries(manifests) as Files), 'nx.json': nxJson };
}

const committed = (session: ShellSession): Files => ({
  ...projects,
  ...Object.fromEntries(
    ['nx.json', 'package.json', 'package-lock.json'].map((file) => [file, session.read(file)]),
  ),
});

/** The value that nrwl/nx-set-shas sets before the first successful run: the empty tree. */
const firstCommit = { NX_BASE: '4b825dc642cb6eb9a060e54bf8d69288fbee4904', NX_HEAD: 'HEAD' };

async function commitAll(workspace: string): Promise<void> {
  const identity = ['-c', 'user.name=ada', '-c', 'user.email=ada@example.com'];
  await execute(['git', 'init', '-q'], workspace);
  await execute(['git', 'add', '.'], workspace);
  await execute(['git', ...identity, 'commit', '-q', '-m', 'first'], workspace);
}

const answers = [
  { asked: 'What is the name of the storage account?', answer: accountName },
  { asked: 'What is the name of the container?', answer: '' },
  { asked: 'Which branches are trusted?', answer: '' },
];

test.concurrent.for(lines)(
  'in Nx %s docs/getting-started.md leads from nothing to hits on other machines',
  async (line, context) => {
    const { azurite, sit, developer } = await start(line, context);
    const blocks = readPage('getting-started.md');
    expect(blocks.map(({ language }) => language)).toEqual([
      'shell',
      'jsonc',
      'shell',
      'shell',
      '',
      'yaml',
      'shell',
    ]);
    const [install, config, signIn, firstHit, , workflow, others] = blocks as Seven;

    const added = await developer.type(install.lines, answers);
    expect(added).toContain('a check failed');
    expect(added).toContain('Next steps');
    const parseLoosely = (text: string) => parse(text, [], { allowTrailingComma: true }) as { azure: object };
    expect(parseLoosely(developer.read('nx.json')).azure).toEqual(parseLoosely(config.text).azure);

    await developer.type(signIn.lines);
    expect(await developer.type(firstHit.lines)).toMatch(/nx-azure-cache: 2 hits .* 0 misses, 0 stored/);
    expect(developer.executed()).toEqual(['lib:build', 'web:build']);

    // A developer's own artifact would be a hit here, too: the tests have one user.
    await azurite.deleteContainer(container);
    await azurite.createContainer(container);
    const signedIn = { AZURE_STORAGE_CONNECTION_STRING: azurite.connectionString };
    const job = await sit({
      files: committed(developer),
      env: { ...pushToMain, ...firstCommit, ...signedIn },
    });
    await commitAll(job.workspace);
    expect(await job.type(workflow.lines)).toMatch(/nx-azure-cache: 0 hits, 2 misses, 2 stored/);
    expect((await azurite.blobs(container)).map(({ name }) => name.split('/')[1])).toEqual([
      'trusted',
      'trusted',
    ]);

    const colleague = await sit({ files: committed(developer), install: developer.workspace });
    expect(await colleague.type(others.lines)).toMatch(/nx-azure-cache: 2 hits .* 0 misses, 0 stored/);
    expect(colleague.executed()).toEqual([]);
  },
);

type Seven = [Block, Block, Block, Block, Block, Block, Block];

test.concurrent(
  'init from a tarball changes nothing a second time, gives editors the schema, and remove undoes it',
  async (context) => {
    const { developer } = await start('24', context);
    const files = () => [developer.read('nx.json'), developer.read('package.json')];
    const options = `--accountName=${accountName} --container=${container} --skipDoctor --no-interactive`;
    const isThere = (name: string) => existsSync(join(developer.workspace, 'node_modules', name));
    const before = files();

    await developer.type([
      `npm i -D nx-azure-cache@file:${tarball}`,
      `npx nx g nx-azure-cache:init ${options}`,
    ]);
    const after = files();
    expect(after[1]).toMatch(/"@nx\/powerpack-azure-cache": "file:.*nx-azure-cache\.tgz"/);
    expect([isThere(alias), isThere('nx-azure-cache')]).toEqual([true, false]);
    expect(await problemsOf(developer)).toEqual([]);
    expect(await problemsOf(developer, (text) => text.replace('read-only', 'readonly'))).toEqual([
      '/azure/localMode must be equal to one of the allowed values',
    ]);
    expect(await problemsOf(developer, (text) => text.replace('["^build"]', '5'))).not.toEqual([]);

    await developer.type([`npx nx g ${alias}:init ${options}`]);
    expect(files()).toEqual(after);
    expect(await developer.type([`npx nx g ${alias}:remove`])).toContain(`"${container}" of account`);
    expect(files()).toEqual(before);
    expect(isThere(alias)).toBe(false);
  },
);

/** Returns the problems that an editor reports in nx.json, by its `$schema` and the schemas that it refers to. */
async function problemsOf(session: ShellSession, edit = (text: string) => text): Promise<string[]> {
  const value = parse(edit(session.read('nx.json'))) as { $schema: string };
  const load = (uri: string) => JSON.parse(readFileSync(fileURLToPath(uri), 'utf8')) as object;
  const $id = pathToFileURL(join(session.workspace, value.$schema)).href;
  const ajv = new Ajv({ strict: false, loadSchema: (uri) => Promise.resolve(load(uri)) });
  const isValid = await ajv.compileAsync({ ...load($id), $id });
  return isValid(value)
    ? []
    : (isValid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
