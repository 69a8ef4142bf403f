import * as v from 'valibot';

import { show } from '../../config/show.js';
import { ConfigError, type ConfigIssue } from '../../errors.js';
import { cloudNames, cloudOf } from '../clouds.js';
import { untrustedEnvironment } from '../infrastructure/federated-credentials.js';
import type { AzureDefaults } from '../infrastructure/options.js';
import type { CiWorkflowSchema } from './schema.js';

const text = (expected: string, pattern: RegExp) => v.pipe(v.string(expected), v.regex(pattern, expected));

/** In the expressions of all three, and in a shell's `case`, these mean nothing but themselves. */
const branch = text(
  'a name of letters, digits and . _ / + @ -, with * or ** at its end alone',
  /^(?=.)[\w./+@-]*\*{0,2}$/,
);

/** Each entry's message is what is expected there, as a ConfigError shows it. */
const optionsSchema = v.object({
  provider: v.picklist(['github', 'azure', 'gitlab'], 'github, azure or gitlab'),
  cloud: v.picklist(cloudNames, 'public, usgov or china'),
  file: v.optional(text('a YAML file below the root of the workspace', /^(?!.*\.\.)[^\\/][^\\]*\.ya?ml$/)),
  trustedBranches: v.pipe(v.array(branch), v.minLength(1, 'at least one branch')),
  githubEnvironment: v.pipe(
    text('the name of a GitHub environment', /^[\w.-]+$/),
    v.notValue(untrustedEnvironment, 'another environment than that of untrusted runs'),
  ),
});

export type CiWorkflowOptions = v.InferOutput<typeof optionsSchema>;

/**
 * The given options, with the `azure` key of nx.json and then the defaults where one is not given.
 *
 * @throws ConfigError with all problems at once
 */
export function resolveOptions(given: CiWorkflowSchema, azure: AzureDefaults): CiWorkflowOptions {
  const trustedBranches = azure.trust?.branches ?? ['main'];
  const defaults = { cloud: cloudOf(azure.endpoint), trustedBranches, githubEnvironment: 'nx-cache-trusted' };
  const result = v.safeParse(optionsSchema, { ...defaults, ...given });
  if (!result.success) throw new ConfigError(result.issues.map(toIssue));
  return result.output;
}

function toIssue(issue: v.InferIssue<typeof optionsSchema>): ConfigIssue {
  return { path: `--${v.getDotPath(issue) ?? ''}`, expected: issue.message, given: show(issue.input) };
}
