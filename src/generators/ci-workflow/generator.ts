import { readAzureKey } from '../nx-json.js';
import type { Tree } from '../tree.js';
import { azure } from './azure/azure.js';
import { ciCommands, readScripts } from './ci-commands.js';
import { github } from './github/github.js';
import { gitlab } from './gitlab/gitlab.js';
import { resolveOptions } from './options.js';
import { patch, type Patch } from './patch.js';
import { report } from './report.js';
import type { CiWorkflowSchema } from './schema.js';

const providers = { github, azure, gitlab };

/**
 * Signs a CI in to Azure: adds to the workflows that are there what they lack, or makes one. What it returns is for Nx to
 * call once the files are there (not in a dry run): it says what was left alone and why, and what to do next.
 *
 * @throws ConfigError with all problems of the options at once
 */
export function ciWorkflowGenerator(tree: Tree, schema: CiWorkflowSchema): () => void {
  const options = resolveOptions(schema, readAzureKey(tree) ?? {});
  const provider = providers[options.provider];
  const files = (options.file === undefined ? provider.findFiles(tree) : [options.file]).filter((path) =>
    tree.exists(path),
  );
  const setup = { provider, options, scripts: readScripts(tree) };
  const patches = files.map((path): [string, Patch] => [path, patch(tree.read(path, 'utf-8') ?? '', setup)]);
  for (const [path, patch] of patches) if (patch.kind === 'changed') tree.write(path, patch.text);
  if (files.length === 0) {
    tree.write(options.file ?? provider.newFile, provider.create(options, ciCommands(tree)));
  }
  return () => {
    process.stdout.write(report(patches, provider, options));
  };
}
