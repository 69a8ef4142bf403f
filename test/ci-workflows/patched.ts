import { readFileSync } from 'node:fs';

import { azure } from '../../src/generators/ci-workflow/azure/azure.js';
import { github } from '../../src/generators/ci-workflow/github/github.js';
import { gitlab } from '../../src/generators/ci-workflow/gitlab/gitlab.js';
import { resolveOptions } from '../../src/generators/ci-workflow/options.js';
import { patch, type Patch } from '../../src/generators/ci-workflow/patch.js';
import type { CiWorkflowSchema } from '../../src/generators/ci-workflow/schema.js';

const providers = { github, azure, gitlab };

/** A workflow of this folder, by the name of its file. */
export const readWorkflow = (name: string) => readFileSync(new URL(`${name}.yml`, import.meta.url), 'utf8');

/** What the generator makes of a workflow; one that has scripts of package.json in it finds these. */
export function tryPatch(source: string, given: CiWorkflowSchema): Patch {
  const options = resolveOptions(given, {});
  const scripts = { 'test:pr': 'nx affected -t test', 'build:all': 'nx run-many -t build' };
  return patch(source, { provider: providers[options.provider], options, scripts });
}

/** The same, where it has to change something. */
export function patched(source: string, given: CiWorkflowSchema): string {
  const result = tryPatch(source, given);
  if (result.kind !== 'changed') throw new Error(`not changed: ${JSON.stringify(result)}`);
  return result.text;
}
