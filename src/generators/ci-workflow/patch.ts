import { isAlias, isMap, parseDocument, visit, type Document } from 'yaml';

import { applyEdits } from './edit.js';
import type { CiWorkflowOptions } from './options.js';
import type { Plan, Provider } from './provider.js';
import type { Scripts } from './runs-nx.js';

/** What becomes of a file that is there. */
export type Patch =
  | { readonly kind: 'changed'; readonly text: string }
  | { readonly kind: 'complete' }
  | { readonly kind: 'runs no Nx' }
  | { readonly kind: 'by hand'; readonly reasons: readonly string[] };

interface Setup {
  readonly provider: Provider;
  readonly options: CiWorkflowOptions;
  readonly scripts: Scripts;
}

/** Adds to a pipeline what it lacks. Nothing is changed unless the result is complete. */
export function patch(source: string, setup: Setup): Patch {
  const text = toUnix(source);
  const plan = planFor(text, setup);
  if (plan === undefined) return { kind: 'runs no Nx' };
  if ('obstacles' in plan) return { kind: 'by hand', reasons: plan.obstacles };
  if (plan.edits.length === 0) return { kind: 'complete' };
  const patched = applyEdits(text, plan.edits);
  if (!isComplete(patched, setup)) return { kind: 'by hand', reasons: ['its layout is not understood'] };
  return { kind: 'changed', text: source.includes('\r\n') ? patched.replaceAll('\n', '\r\n') : patched };
}

/** Offsets and lines are reckoned with `\n`, and with one at the end. */
function toUnix(source: string): string {
  const text = source.replaceAll('\r\n', '\n');
  return text.endsWith('\n') ? text : `${text}\n`;
}

function planFor(source: string, { provider, options, scripts }: Setup): Plan | undefined {
  // Azure Pipelines has keys such as `${{ else }}` more than once in a map.
  const document: Document = parseDocument(source, { uniqueKeys: false, logLevel: 'silent' });
  const problem = document.errors[0];
  if (problem !== undefined) return { obstacles: [`it is no YAML: ${problem.message.split('\n')[0] ?? ''}`] };
  const root = document.contents;
  if (!isMap(root)) return undefined;
  const plan = provider.plan({ source, root, document, scripts }, options);
  const changes = plan !== undefined && 'edits' in plan && plan.edits.length > 0;
  if (!changes || !hasAnchors(document)) return plan;
  return { obstacles: ['it has YAML anchors, so that one change could have several effects'] };
}

function hasAnchors(document: Document): boolean {
  let found = false;
  visit(document, {
    Node: (_, node) => {
      found ||= isAlias(node) || node.anchor !== undefined;
    },
  });
  return found;
}

function isComplete(source: string, setup: Setup): boolean {
  const plan = planFor(source, setup);
  return plan !== undefined && 'edits' in plan && plan.edits.length === 0;
}
