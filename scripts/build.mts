/** Bundles src/ to dist/: the published package has no dependencies and starts fast (docs/dependencies.md). */
import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { rolldown } from 'rolldown';

import { collectLicenses } from './licenses.mjs';
import { nxJsonSchemaFile, printNxJsonSchema } from './nx-json-schema.mjs';

/** `init` → `src/generators/init/generator.ts` */
const generators = Object.fromEntries(
  ['ci-workflow', 'infrastructure', 'init', 'migrate', 'remove'].map((name) => [
    name,
    `src/generators/${name}/generator.ts`,
  ]),
);

/** Groups shared modules by the chunks that need them, because a run must load each additional file. */
const common = [
  {
    name: 'start',
    test: /src.(errors|license.license-(file|header)|config.(environment|variables))\.ts$/,
    minShareCount: 2,
  },
  {
    name: 'shared',
    test: /src.(config.(connection-string|emulator|find-proxy|misnamed|sas|sas-problem|signing-key)|trust.access|worker.activity)\.ts$|package\.json$/,
    minShareCount: 2,
  },
];

rmSync('dist', { recursive: true, force: true });

const modules = [
  ...(await bundle('dist', { index: 'src/index.ts', worker: 'src/worker/main.ts' })),
  // Built separately, so that modules shared with the rest do not become another file that every run loads.
  ...(await bundle('dist/generators', generators)),
  ...(await bundle('dist', { cli: 'src/cli/main.ts' }, 'cli/')),
];
// npm makes it so when it first links the command, and not when it puts another version behind the link.
chmodSync('dist/cli.js', 0o755);
writeFileSync('dist/THIRD_PARTY_LICENSES.txt', collectLicenses(modules));
writeFileSync(nxJsonSchemaFile, await printNxJsonSchema());
execFileSync('npx', ['tsc', '-p', 'tsconfig.types.json'], { stdio: 'inherit' });

/** Leaves the files in the folder, their chunks in one below it, and returns the modules that are in them. */
async function bundle(dir: string, input: Record<string, string>, chunks = ''): Promise<string[]> {
  const bundle = await rolldown({
    input,
    platform: 'node',
    // jsonc-parser's `main` is UMD, whose requires no bundler can follow.
    resolve: { mainFields: ['module', 'main'] },
  });
  const { output } = await bundle.write({
    dir,
    format: 'cjs',
    minify: true,
    chunkFileNames: `${chunks}[name].js`,
    codeSplitting: { groups: common },
    exports: 'named',
  });
  return output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
}
