import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { generateKeyPair } from '../../src/trust/signature.js';
import type { Share } from '../../test/support/workspace/cloud.js';
import { pushToMain } from '../../test/support/workspace/github.js';
import type { Machine } from '../../test/support/workspace/machine.js';
import { projectFiles, type Files } from '../../test/support/workspace/projects.js';
import { parseOutput } from '../../test/support/workspace/parse-output.js';
import { hashesOf } from '../../test/support/workspace/stamped-project.js';
import { nameRows } from './names.js';
import { runCommand, runScript } from './run-script.js';
import { useWindowsLab } from './windows-lab.js';

const lab = useWindowsLab();
const { publicKey, signingKey } = generateKeyPair('main');

/** A task whose outputs have such names on Linux only, so that it builds on every system. */
function project({ project: name, outputs }: (typeof nameRows)[number]): Files {
  const script = `const names = process.platform === 'win32' ? ['plain.txt'] : ${JSON.stringify(outputs)};
fs.mkdirSync('dist', { recursive: true });
for (const name of names)
  if (name === 'link') fs.symlinkSync('a file', 'dist/link');
  else fs.writeFileSync('dist/' + name, process.platform);`;
  return projectFiles({ name, script });
}

const projects = Object.assign({}, ...nameRows.map(project)) as Files;
const all = nameRows.length;
const build = (machine: Machine) => machine.nx(['run-many', '-t', 'build', '--parallel=1']);

/** Where Linux has stored all of them, in a trusted run. */
let share: Share & { readonly azure: { readonly container: string } };
let hashes: Readonly<Record<string, string>>;

beforeAll(async () => {
  const { azure, env } = await lab.cloud.createShare();
  const trust = { branches: ['main'], publicKeys: [publicKey] };
  share = {
    azure: { ...azure, trust },
    env: { ...env, ...pushToMain, NX_AZURE_CACHE_SIGNING_KEY: signingKey },
  };
  const run = await build(await lab.linux(share, projects));
  expect(parseOutput(run)).toMatchObject({ warnings: [], notes: [] });
  expect(parseOutput(run).summary).toContain(`${all} stored`);
  hashes = hashesOf(run);
});

/** All that lies in the container, byte for byte. */
async function contents() {
  const { azurite } = lab.cloud;
  const blobs = await azurite.blobs(share.azure.container);
  const bodies = blobs.map(async (blob) => ({
    ...blob,
    body: (await azurite.read(share.azure.container, blob.name)).toString('base64'),
  }));
  return Promise.all(bodies);
}

test('a trusted run on Windows misses what it cannot hold, reports it in one line, and leaves it in its place', async () => {
  const before = await contents();
  const windows = await lab.windows(share, projects);
  const run = await build(windows);
  expect(run.code).toBe(0);
  expect(windows.executed()).toHaveLength(all);
  expect(parseOutput(run).notes).toEqual([]);
  expect(parseOutput(run).warnings).toEqual([
    expect.stringMatching(
      new RegExp(
        `^warning: ${all} artifacts were not restored: this system cannot hold outputs such as "packages/\\w+/dist/.+" \\(it .+\\); change these outputs`,
      ),
    ),
  ]);
  expect(parseOutput(run).summary).toMatch(
    new RegExp(
      `^0 hits, 0 misses, 0 stored, ${all} already there, .*, ${all} faults \\(${all} unportable\\)$`,
    ),
  );
  expect(await contents()).toEqual(before);

  const explained = await runCommand(windows, ['explain', 'question:build']);
  expect(explained.stdout.replaceAll(/\s+/g, ' ')).toContain(
    'But the last run here missed it, although it was stored before: read the end of the log of that run. If this system cannot hold the outputs, the task runs here each time.',
  );

  const linux = await lab.linux(share, projects);
  const restored = await build(linux);
  expect(restored.code).toBe(0);
  expect(linux.executed()).toEqual([]);
  expect(parseOutput(restored)).toMatchObject({ warnings: [], notes: [] });
});

test('each kind of name has its reason', async () => {
  const windows = await lab.windows(share, {});
  for (const { project: name, outputs, reason } of nameRows) {
    const ran = await runScript(windows, [join(import.meta.dirname, 'retrieve.mjs'), hashes[name] ?? '']);
    expect(ran).toMatchObject({ code: 0, stdout: 'miss\n' });
    const path = JSON.stringify(`packages/${name}/dist/${outputs.at(-1)}`);
    expect(parseOutput(ran)).toMatchObject({
      warnings: [
        expect.stringContaining(
          `warning: 1 artifact was not restored: this system cannot hold outputs such as ${path} (it ${reason}); `,
        ),
      ],
      summary: expect.stringMatching(/1 fault \(1 unportable\)$/) as string,
    });
  }
});
