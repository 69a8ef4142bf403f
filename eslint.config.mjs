import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** The stages of src/, each with those it may import from: arrows point one way (docs/architecture.md). */
const mayImport = {
  errors: [],
  nx: ['errors'],
  config: ['errors', 'nx'],
  archive: ['errors', 'nx', 'config'],
  trust: ['errors', 'nx', 'config'],
  license: ['errors', 'nx', 'config'],
  blob: ['errors', 'nx', 'config'],
  runs: ['errors', 'nx', 'config'],
  artifact: ['errors', 'nx', 'config', 'archive', 'blob', 'trust'],
  worker: ['errors', 'nx', 'config', 'archive', 'blob', 'trust', 'artifact'],
  'remote-cache': ['errors', 'nx', 'config', 'trust', 'license', 'runs', 'worker'],
  generators: ['errors', 'nx', 'config'],
  cli: ['errors', 'nx', 'config', 'trust', 'license', 'blob', 'runs', 'artifact'],
};
const stages = Object.keys(mayImport);

const strangersOf = (stage) => stages.filter((other) => other !== stage && !mayImport[stage].includes(other));

/** Only blob/ imports the Azure SDK. */
const sdkPatterns = (stage) =>
  stage === 'blob' ? [] : [{ group: ['@azure/*'], message: 'Only blob/ imports the Azure SDK.' }];

const arrows = stages
  .filter((stage) => stage !== 'errors')
  .map((stage) => ({
    files: [`src/${stage}/**/*.ts`],
    ignores: ['**/*.{spec,contract}.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^(\\.\\./)+(${strangersOf(stage).join('|')})(/|\\.js$)`,
              message: `${stage}/ must not import this; see the order in eslint.config.mjs.`,
            },
            ...sdkPatterns(stage),
          ],
        },
      ],
    },
  }));

/** Constants are written in camelCase. */
const screamingConstants = ['Program', 'ExportNamedDeclaration'].map((parent) => ({
  selector: `${parent} > VariableDeclaration > VariableDeclarator > Identifier.id[name=/^[A-Z][A-Z0-9_]+$/]`,
  message: 'Write constants in camelCase.',
}));

export default defineConfig(
  globalIgnores(['dist/', '.tmp/']),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'max-params': ['error', 4],
      'no-duplicate-imports': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      'no-restricted-syntax': ['error', ...screamingConstants],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/config/**', 'src/cli/main.ts', '**/*.{spec,contract}.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only config/ and cli/main.ts read the environment.' },
        { object: 'process', property: 'exit', message: 'A build, or cli/main.ts, ends the process.' },
        { object: 'process', property: 'exitCode', message: 'Only cli/main.ts sets an exit code.' },
      ],
      'no-console': 'error',
    },
  },
  { files: ['**/*.mjs'], extends: [tseslint.configs.disableTypeChecked] },
  ...arrows,
);
