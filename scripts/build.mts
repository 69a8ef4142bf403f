/** Bundles src/ to dist/: what users install has no dependencies and starts fast (docs/dependencies.md). */
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { rolldown } from 'rolldown';

import { collectLicenses } from './licenses.mjs';

rmSync('dist', { recursive: true, force: true });

const bundle = await rolldown({
  input: { index: 'src/index.ts', worker: 'src/worker/main.ts' },
  platform: 'node',
  // jsonc-parser's `main` is UMD, whose requires no bundler can follow.
  resolve: { mainFields: ['module', 'main'] },
});
const { output } = await bundle.write({
  dir: 'dist',
  format: 'cjs',
  minify: true,
  chunkFileNames: '[name].js',
  exports: 'named',
});
const modules = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
writeFileSync('dist/THIRD_PARTY_LICENSES.txt', collectLicenses(modules));
execFileSync('npx', ['tsc', '-p', 'tsconfig.types.json'], { stdio: 'inherit' });
