import { posix } from 'node:path';

import { readAzureKey } from '../nx-json.js';
import type { Tree } from '../tree.js';
import { printBicep } from './bicep/print-bicep.js';
import { toBicep } from './bicep/to-bicep.js';
import { describeInfrastructure } from './describe-infrastructure.js';
import { nextSteps } from './next-steps.js';
import { resolveOptions, type InfrastructureOptions } from './options.js';
import { reasons } from './reasons.js';
import type { InfrastructureSchema } from './schema.js';
import { printTerraform } from './terraform/print-terraform.js';
import { toTerraform } from './terraform/to-terraform.js';

/**
 * Writes the templates of the cache's infrastructure into the tree. What it returns is for Nx to call once the files
 * are there (not in a dry run): it says what to do next.
 *
 * @throws ConfigError with all problems of the options at once
 * @throws Error when a template that is there says something else, and `--overwrite` is not given
 */
export function infrastructureGenerator(tree: Tree, schema: InfrastructureSchema): () => void {
  const options = resolveOptions(schema, readAzureKey(tree) ?? {});
  const files = templates(options);
  if (!options.overwrite) assertUnchanged(tree, files);
  for (const [path, content] of Object.entries(files)) tree.write(path, content);
  return () => {
    process.stdout.write(nextSteps(options));
  };
}

/** Path → content. */
function templates(options: InfrastructureOptions): Record<string, string> {
  const { format, directory } = options;
  const infrastructure = describeInfrastructure(options);
  const bicep = { [posix.join(directory, 'main.bicep')]: printBicep(toBicep(infrastructure)) };
  const terraform = {
    [posix.join(directory, 'main.tf')]: printTerraform(reasons.file, toTerraform(infrastructure)),
  };
  return { bicep, terraform, both: { ...bicep, ...terraform } }[format];
}

/** A template that somebody edited is not ours to replace unasked. What git makes of the ends of lines is no edit. */
function assertUnchanged(tree: Tree, files: Readonly<Record<string, string>>): void {
  const changed = Object.keys(files).filter(
    (path) => tree.exists(path) && tree.read(path, 'utf-8')?.replaceAll('\r\n', '\n') !== files[path],
  );
  if (changed.length === 0) return;
  throw new Error(
    `${changed.join(' and ')} would change: edited by hand, or made with other options or another version. ` +
      'Nothing was written; --overwrite replaces it.',
  );
}
