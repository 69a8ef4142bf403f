import { docsPage } from '../../docs-page.js';
import type { CiWorkflowOptions } from './options.js';
import type { Patch } from './patch.js';
import type { Provider } from './provider.js';

type Patches = readonly (readonly [path: string, patch: Patch])[];

/** What was left alone and why, with the lines that belong there, and what is left to do outside of the files. */
export function report(patches: Patches, provider: Provider, options: CiWorkflowOptions): string {
  const isHelpless = patches.length > 0 && patches.every(([, { kind }]) => kind === 'runs no Nx');
  const needsHand = isHelpless || patches.some(([, { kind }]) => kind === 'by hand');
  return [
    '',
    ...patches.flatMap(([path, patch]) => left(path, patch)),
    ...(isHelpless ? [noNx(patches)] : []),
    ...(needsHand ? ['', 'Put this in by hand:', '', indent(provider.byHand(options))] : []),
    ...nextSteps(provider.nextSteps(options)),
    '',
  ].join('\n');
}

function left(path: string, patch: Patch): string[] {
  if (patch.kind === 'complete') return [`${path} has all that it needs.`];
  return patch.kind === 'by hand' ? [`${path} was not changed: ${patch.reasons.join('; ')}.`] : [];
}

const noNx = (patches: Patches) =>
  `Nothing was changed: no step that runs tasks with Nx was found in ${patches.map(([path]) => path).join(', ')}. ` +
  'To make a new file, name it with --file.';

const indent = (text: string) => text.replace(/^(?=.)/gm, '    ');

function nextSteps(steps: readonly (readonly string[])[]): string[] {
  const all = [
    ...steps,
    [
      'See that a pull request cannot poison main: run this in a trusted and in an untrusted job:',
      'npx nx-azure-cache doctor --trust',
    ],
  ];
  const shown = all.flatMap(([title = '', ...lines], index) => [
    `${index + 1}. ${title}`,
    ...lines.map((line) => `     ${line}`),
  ]);
  return ['', `Next steps (${docsPage('ci.md')} has the whole set-up):`, '', ...shown];
}
