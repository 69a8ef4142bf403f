import { ESLint } from 'eslint';
import { expect, test } from 'vitest';

interface Pattern {
  readonly regex?: string;
  readonly group?: readonly string[];
}

/** Whether the linter lets a file import that. */
async function mayImport(file: string, specifier: string): Promise<boolean> {
  const { rules } = (await new ESLint().calculateConfigForFile(file)) as { rules: Record<string, unknown> };
  const [, { patterns }] = rules['no-restricted-imports'] as [number, { patterns: readonly Pattern[] }];
  return !patterns.some(({ regex }) => regex !== undefined && new RegExp(regex, 'u').test(specifier));
}

test.each([
  ['src/cli/doctor/checks/clock.ts', '../../../archive/pack.js'],
  ['src/cli/doctor.ts', '../archive/pack.js'],
  ['src/generators/ci-workflow/generator.ts', '../../cli/main.js'],
  ['src/generators/init/generator.ts', '../../blob/connect.js'],
  ['src/config/entra.ts', '../worker/main.js'],
  ['src/archive/pack/pack.ts', '../../blob/connect.js'],
  ['src/artifact/restore-artifact.ts', '../worker/protocol.js'],
  ['src/cli/explain/explain-hash.ts', '../../worker/protocol.js'],
  ['src/nx/workspace.ts', '../config/environment.js'],
])('%s may not import %s', async (file, specifier) => {
  expect(await mayImport(file, specifier)).toBe(false);
});

test.each([
  ['src/cli/doctor/checks/clock.ts', '../../../config/resolve-config.js'],
  ['src/cli/doctor/checks/clock.ts', '../../../errors.js'],
  ['src/cli/doctor/checks/clock.ts', './archive/pack.js'],
  ['src/cli/explain/explain-hash.ts', '../../artifact/artifact-metadata.js'],
  ['src/worker/transfers.ts', '../artifact/restore-artifact.js'],
  ['src/config/settings.ts', '../nx/workspace.js'],
  ['src/archive/pack/pack.ts', '../../nx/workspace.js'],
])('%s may import %s', async (file, specifier) => {
  expect(await mayImport(file, specifier)).toBe(true);
});
