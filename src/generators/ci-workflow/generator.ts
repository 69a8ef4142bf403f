import { docsPage } from '../../docs-page.js';
import { readAzureKey } from '../nx-json.js';
import type { Tree } from '../tree.js';
import { azure } from './azure.js';
import { ciCommands } from './ci-commands.js';
import { github } from './github.js';
import { gitlab } from './gitlab.js';
import { resolveOptions } from './options.js';
import { fillExample, hasPart, partsOf, settingsOf, type Provider } from './provider.js';
import type { CiWorkflowSchema } from './schema.js';

const providers = { github, azure, gitlab };

/**
 * Signs a CI in to Azure: writes a workflow where there is none. A workflow that exists stays as it is: the callback,
 * which Nx calls once the files are written and not in a dry run, prints the lines that it lacks and where they go.
 *
 * @throws ConfigError with all problems of the options at once
 */
export function ciWorkflowGenerator(tree: Tree, schema: CiWorkflowSchema): () => void {
  const options = resolveOptions(schema, readAzureKey(tree) ?? {});
  const provider = providers[options.provider];
  const text = fillExample(provider, options, ciCommands(tree));
  const existing = findWorkflows(tree, provider, options.file);
  if (existing.length === 0) tree.write(options.file ?? provider.newFile, text);
  const advice = [...adviseOn(tree, existing, text), nextSteps(text)];
  return () => {
    process.stdout.write(['', ...advice, ''].join('\n'));
  };
}

/** The workflow that the user names; else those of the CI that mention Nx; else all of them. */
function findWorkflows(tree: Tree, provider: Provider, file: string | undefined): string[] {
  if (file !== undefined) return tree.exists(file) ? [file] : [];
  const all = provider.findFiles(tree);
  const withNx = all.filter((path) => /\bnx\b/.test(tree.read(path, 'utf-8') ?? ''));
  return withNx.length > 0 ? withNx : all;
}

/** What each workflow lacks of the example; those that lack the same are named together. */
function adviseOn(tree: Tree, paths: readonly string[], example: string): string[] {
  const pathsByLines = new Map<string, string[]>();
  for (const path of paths) {
    const workflow = tree.read(path, 'utf-8') ?? '';
    const lines = partsOf(example)
      .filter((part) => !hasPart(workflow, part))
      .join('\n\n');
    pathsByLines.set(lines, [...(pathsByLines.get(lines) ?? []), path]);
  }
  return [...pathsByLines].flatMap(([lines, paths]) => advice(paths.join(', '), lines));
}

function advice(paths: string, lines: string): string[] {
  if (lines === '') return [`${paths}: the lines for the remote cache are there, nothing to add.`, ''];
  return [
    `${paths}: not changed. Add these lines, each part at the place that its comment names:`,
    '',
    lines.replace(/^(?=.)/gm, '    '),
    '',
    'Then run the generator again to check. To write a new workflow instead, name it with --file.',
    '',
  ];
}

const nextSteps = (example: string) => `Next steps (details: ${docsPage('ci.md')}):

${settingsOf(example)}

Then check that a pull request cannot poison main: run this in a trusted and in an untrusted job:

  npx nx-azure-cache doctor --trust`;
