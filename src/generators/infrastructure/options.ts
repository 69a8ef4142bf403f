import * as v from 'valibot';

import { azureSchema } from '../../config/schema.js';
import { show } from '../../config/show.js';
import { ConfigError, type ConfigIssue } from '../../errors.js';
import { cloudNames, cloudOf } from '../clouds.js';
import { findContradictions } from './contradictions.js';
import type { InfrastructureSchema } from './schema.js';

const text = (expected: string, pattern: RegExp) => v.pipe(v.string(expected), v.regex(pattern, expected));

const aNumberOfDays = 'a number of days, 1 or more';
const days = v.pipe(v.number(aNumberOfDays), v.integer(aNumberOfDays), v.minValue(1, aNumberOfDays));

const subjects = v.array(
  text(
    'an issuer, a space and a subject: "https://gitlab.com project_path:acme/web:ref_type:branch:ref:main"',
    /^https:\/\/\S+ \S(.*\S)?$/,
  ),
);

/**
 * As GitHub names the repository in the subjects of its tokens; `repo:` may stand before it, and a prompt that is left
 * empty is no repository.
 */
const githubRepository = v.pipe(
  text('owner/name, or owner@id/name@id with both ids', /^((repo:)?[\w.-]+(\/[\w.-]+|@\d+\/[\w.-]+@\d+))?$/),
  v.transform((name) => (name === '' ? undefined : name.replace('repo:', ''))),
);

/** Each entry's message is what is expected there, as a ConfigError shows it. */
const optionsSchema = v.object({
  format: v.picklist(['bicep', 'terraform', 'both'], 'bicep, terraform or both'),
  directory: text('a folder below the root of the workspace', /^(?!.*(^|[\\/])\.\.([\\/]|$))[^\\/].*$/),
  cloud: v.picklist(cloudNames, 'public, usgov or china'),
  accountName: v.pipe(
    v.string('the name of a storage account (or azure.accountName in nx.json)'),
    v.regex(/^[a-z0-9]{3,24}$/, 'a storage account name: 3 to 24 lowercase letters and digits'),
  ),
  container: v.unwrap(azureSchema.entries.container),
  untrustedContainer: v.unwrap(azureSchema.entries.container),
  oneContainer: v.boolean(),
  prefix: azureSchema.entries.prefix,
  trustedBranches: v.array(text('names of branches, or patterns such as release/*', /^[^\s']+$/)),
  githubRepository: v.optional(githubRepository),
  githubEnvironment: v.optional(text('the name of a GitHub environment', /^[\w.-]+$/)),
  trustedSubjects: subjects,
  untrustedSubjects: subjects,
  developersGroupObjectId: v.optional(v.pipe(v.string(), v.uuid('the object id of an Entra group, a UUID'))),
  redundancy: v.picklist(['LRS', 'ZRS'], 'LRS or ZRS'),
  coolAfterDays: days,
  deleteAfterDays: days,
  untrustedDeleteAfterDays: days,
  overwrite: v.boolean(),
});

export type InfrastructureOptions = v.InferOutput<typeof optionsSchema>;

/**
 * The given options, with the `azure` key of nx.json and then the defaults where one is not given.
 *
 * @throws ConfigError with all problems at once
 */
export function resolveOptions(given: InfrastructureSchema, azure: AzureDefaults): InfrastructureOptions {
  const result = v.safeParse(optionsSchema, withDefaults(given, azure));
  if (!result.success) throw new ConfigError(result.issues.map(toIssue));
  const issues = findContradictions(result.output);
  if (issues.length > 0) throw new ConfigError(issues);
  return result.output;
}

/** What nx.json says already; nobody has checked it. */
export interface AzureDefaults {
  readonly accountName?: unknown;
  readonly endpoint?: unknown;
  readonly container?: unknown;
  readonly prefix?: unknown;
  readonly trust?: { readonly branches?: unknown; readonly untrustedContainer?: unknown };
}

function withDefaults(given: InfrastructureSchema, azure: AzureDefaults): Record<string, unknown> {
  const container = given.container ?? azure.container ?? 'nx-cache';
  const beside = given.oneContainer === true ? container : suffixed(container, '-untrusted');
  return {
    format: 'bicep',
    directory: 'infrastructure/nx-cache',
    cloud: cloudOf(azure.endpoint),
    accountName: azure.accountName,
    untrustedContainer: azure.trust?.untrustedContainer ?? beside,
    oneContainer: false,
    prefix: azure.prefix,
    trustedBranches: azure.trust?.branches ?? ['main'],
    trustedSubjects: [],
    untrustedSubjects: [],
    redundancy: 'LRS',
    coolAfterDays: 30,
    deleteAfterDays: 90,
    untrustedDeleteAfterDays: 7,
    overwrite: false,
    ...given,
    container,
  };
}

const suffixed = (name: unknown, suffix: string) => (typeof name === 'string' ? name + suffix : undefined);

function toIssue(issue: v.InferIssue<typeof optionsSchema>): ConfigIssue {
  return { path: `--${v.getDotPath(issue) ?? ''}`, expected: issue.message, given: show(issue.input) };
}
