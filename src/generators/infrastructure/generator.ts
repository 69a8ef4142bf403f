import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

import { readAzureKey } from '../nx-json.js';
import type { Tree } from '../tree.js';
import { nextSteps } from './next-steps.js';
import { resolveOptions, type InfrastructureOptions, type InfrastructureSchema } from './options.js';
import { printBicepParameters, printTerraformVariables } from './parameters.js';

/**
 * Copies the templates of the package into the workspace and writes their parameter files. The function that it returns
 * prints the next steps; Nx calls it after it has written the files, and not in a dry run.
 *
 * @throws ConfigError with all problems of the options
 * @throws Error if an existing file differs and `--overwrite` is not set
 */
export function infrastructureGenerator(tree: Tree, schema: InfrastructureSchema): () => void {
  const options = resolveOptions(schema, readAzureKey(tree) ?? {});
  const files = createFiles(options);
  if (!options.overwrite) assertUnchanged(tree, files);
  for (const [path, content] of Object.entries(files)) tree.write(path, content);
  return () => {
    process.stdout.write(nextSteps(options));
  };
}

/** Path → content. */
function createFiles(options: InfrastructureOptions): Record<string, string> {
  const at = (name: string) => posix.join(options.directory, name);
  const bicep = () => ({
    [at('main.bicep')]: readTemplate('main.bicep'),
    [at('main.bicepparam')]: printBicepParameters(options),
  });
  const terraform = () => ({
    [at('main.tf')]: readTemplate('main.tf'),
    [at('terraform.tfvars')]: printTerraformVariables(options),
  });
  return { bicep, terraform, both: () => ({ ...bicep(), ...terraform() }) }[options.format]();
}

/** Templates are in `infrastructure/` of the package, two folders above `dist/generators/` and three above this file. */
function readTemplate(name: string): string {
  const candidates = ['../..', '../../..'].map(
    (root) => new URL(`${root}/infrastructure/${name}`, import.meta.url),
  );
  const file = candidates.find((candidate) => existsSync(candidate));
  if (file === undefined) throw new Error(`The package lacks infrastructure/${name}. Install it again.`);
  return readFileSync(file, 'utf8');
}

/** Line endings do not count: git may have changed them. */
function assertUnchanged(tree: Tree, files: Readonly<Record<string, string>>): void {
  const changed = Object.keys(files).filter(
    (path) => tree.exists(path) && tree.read(path, 'utf-8')?.replaceAll('\r\n', '\n') !== files[path],
  );
  if (changed.length === 0) return;
  throw new Error(
    `${changed.join(' and ')} would change, so nothing was written. Either the file was edited, or it was generated ` +
      'with other options or by another version. Run the generator with --overwrite to replace it.',
  );
}
