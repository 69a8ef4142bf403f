import * as v from 'valibot';

import { azureSchema } from '../../config/schema.js';
import { show } from '../../config/show.js';
import { ConfigError, type ConfigIssue } from '../../errors.js';
import { cloudNames, cloudOf } from '../clouds.js';
import {
  mostCredentials,
  trustedCredentials,
  untrustedCredentials,
  untrustedEnvironment,
} from './federated-credentials.js';

const text = (expected: string, pattern: RegExp) => v.pipe(v.string(expected), v.regex(pattern, expected));

const numberOfDays = 'a number of days, 1 or more';
const days = v.pipe(v.number(numberOfDays), v.integer(numberOfDays), v.minValue(1, numberOfDays));

const subjects = v.array(
  text(
    'an issuer, a space and a subject: "https://gitlab.com project_path:acme/web:ref_type:branch:ref:main"',
    /^https:\/\/\S+ \S(.*\S)?$/,
  ),
);

/** As in the subjects of GitHub's tokens, with or without `repo:`. The answer to the prompt may be empty. */
const githubRepository = v.pipe(
  text('owner/name, or owner@id/name@id with both ids', /^((repo:)?[\w.-]+(\/[\w.-]+|@\d+\/[\w.-]+@\d+))?$/),
  v.transform((name) => (name === '' ? undefined : name.replace('repo:', ''))),
);

/** Each message is what a ConfigError reports as expected. */
const optionsSchema = v.object({
  format: v.optional(v.picklist(['bicep', 'terraform', 'both'], 'bicep, terraform or both'), 'bicep'),
  directory: v.optional(
    text('a folder below the root of the workspace', /^(?!.*(^|[\\/])\.\.([\\/]|$))[^\\/].*$/),
    'infrastructure/nx-cache',
  ),
  cloud: v.picklist(cloudNames, 'public, usgov or china'),
  accountName: v.pipe(
    v.string('the name of a storage account (or azure.accountName in nx.json)'),
    v.regex(/^[a-z0-9]{3,24}$/, 'a storage account name: 3 to 24 lowercase letters and digits'),
  ),
  container: v.unwrap(azureSchema.entries.container),
  untrustedContainer: v.unwrap(azureSchema.entries.container),
  oneContainer: v.optional(v.boolean(), false),
  prefix: azureSchema.entries.prefix,
  trustedBranches: v.array(text('names of branches, or patterns such as release/*', /^[^\s']+$/)),
  githubRepository: v.optional(githubRepository),
  githubEnvironment: v.optional(text('the name of a GitHub environment', /^[\w.-]+$/)),
  trustedSubjects: v.optional(subjects, []),
  untrustedSubjects: v.optional(subjects, []),
  developersGroupObjectId: v.optional(v.pipe(v.string(), v.uuid('the object id of an Entra group, a UUID'))),
  redundancy: v.optional(v.picklist(['LRS', 'ZRS'], 'LRS or ZRS'), 'LRS'),
  coolAfterDays: v.optional(days, 30),
  deleteAfterDays: v.optional(days, 90),
  untrustedDeleteAfterDays: v.optional(days, 7),
  overwrite: v.optional(v.boolean(), false),
});

export type InfrastructureOptions = v.InferOutput<typeof optionsSchema>;

/** The options as Nx passes them. Only the defaults of schema.json are filled in. */
export type InfrastructureSchema = { readonly [name in keyof InfrastructureOptions]?: unknown };

/** The part of the `azure` key that provides defaults; not validated. */
export interface AzureDefaults {
  readonly accountName?: unknown;
  readonly endpoint?: unknown;
  readonly container?: unknown;
  readonly prefix?: unknown;
  readonly trust?: { readonly branches?: unknown; readonly untrustedContainer?: unknown };
}

/**
 * The given options. A missing one comes from the `azure` key of nx.json or is the default.
 *
 * @throws ConfigError with all problems
 */
export function resolveOptions(given: InfrastructureSchema, azure: AzureDefaults): InfrastructureOptions {
  const result = v.safeParse(optionsSchema, withAzureKey(given, azure));
  if (!result.success) throw new ConfigError(result.issues.map(toIssue));
  const issues = contradictions.flatMap((find) => find(result.output) ?? []);
  if (issues.length > 0) throw new ConfigError(issues);
  return result.output;
}

function withAzureKey(given: InfrastructureSchema, azure: AzureDefaults): Record<string, unknown> {
  const container = given.container ?? azure.container ?? 'nx-cache';
  const separate = typeof container === 'string' ? `${container}-untrusted` : undefined;
  return {
    cloud: cloudOf(azure.endpoint),
    accountName: azure.accountName,
    untrustedContainer:
      azure.trust?.untrustedContainer ?? (given.oneContainer === true ? container : separate),
    prefix: azure.prefix,
    trustedBranches: azure.trust?.branches ?? ['main'],
    ...given,
    container,
  };
}

function toIssue(issue: v.InferIssue<typeof optionsSchema>): ConfigIssue {
  return { path: `--${v.getDotPath(issue) ?? ''}`, expected: issue.message, given: show(issue.input) };
}

/** Options that are valid alone, but not together. */
const contradictions: readonly ((options: InfrastructureOptions) => ConfigIssue | undefined)[] = [
  ({ oneContainer, container, untrustedContainer }) => {
    if (oneContainer || container !== untrustedContainer) return undefined;
    const expected = 'another container than --container, or --oneContainer';
    return { path: '--untrustedContainer', expected, given: show(untrustedContainer) };
  },
  // Azure compares subjects letter by letter, so only the rules of an environment can apply a pattern.
  ({ githubRepository, githubEnvironment, trustedBranches }) => {
    const pattern = trustedBranches.find((branch) => branch.includes('*'));
    if (githubRepository === undefined || githubEnvironment !== undefined || pattern === undefined)
      return undefined;
    const expected = `a protected environment, which the trusted branch pattern ${show(pattern)} needs`;
    return { path: '--githubEnvironment', expected, given: 'nothing' };
  },
  // A job that can sign in as both identities is trusted.
  (options) => {
    const trusted = new Set(trustedCredentials(options).map(({ name }) => name));
    const both = untrustedCredentials(options).find(({ name }) => trusted.has(name));
    if (both === undefined) return undefined;
    const path =
      options.githubEnvironment === untrustedEnvironment ? '--githubEnvironment' : '--untrustedSubjects';
    return { path, expected: 'no subject that is trusted and untrusted', given: show(both.subject) };
  },
  (options) => tooMany('--trustedBranches', trustedCredentials(options).length),
  (options) => tooMany('--untrustedSubjects', untrustedCredentials(options).length),
];

function tooMany(path: string, count: number): ConfigIssue | undefined {
  if (count <= mostCredentials) return undefined;
  const expected = `at most ${mostCredentials} subjects for an identity, Azure's limit`;
  return { path, expected, given: `${count}` };
}
