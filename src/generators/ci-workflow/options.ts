import * as v from 'valibot';

import { show } from '../../config/show.js';
import { ConfigError, type ConfigIssue } from '../../errors.js';
import { cloudNames, cloudOf } from '../clouds.js';
import { untrustedEnvironment } from '../infrastructure/federated-credentials.js';
import type { AzureDefaults } from '../infrastructure/options.js';
import type { CiWorkflowSchema } from './schema.js';

const text = (expected: string, pattern: RegExp) => v.pipe(v.string(expected), v.regex(pattern, expected));

/** No character that has a meaning in the expressions of the CIs or in a `case` of a shell, but for the star. */
const branch = text(
  'a name of letters, digits and . _ / + @ -, with * or ** only at its end',
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

/** How the expressions of a CI, which know no patterns, test the ref of a run. */
interface RefTests {
  equals(ref: string): string;
  startsWith(ref: string): string;
  anyOf(tests: readonly string[]): string;
}

/** Tests for a trusted branch: `main` is compared as a whole, `release/*` by what precedes the star. */
export function testBranches({ trustedBranches }: CiWorkflowOptions, is: RefTests): string {
  const tests = trustedBranches.map((branch) => {
    const ref = `'refs/heads/${branch.replace(/\*+$/, '')}'`;
    return branch.endsWith('*') ? is.startsWith(ref) : is.equals(ref);
  });
  return tests.length === 1 ? tests.join('') : is.anyOf(tests);
}

/** The trusted branches as items of a YAML list, where a star has a meaning. */
export function listBranches({ trustedBranches }: CiWorkflowOptions, indent: string): string {
  const quoted = (branch: string) => (/^[a-z][\w./-]*$/i.test(branch) ? branch : `'${branch}'`);
  return trustedBranches.map((branch) => `${indent}- ${quoted(branch)}\n`).join('');
}
