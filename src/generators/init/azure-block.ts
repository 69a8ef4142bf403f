import * as v from 'valibot';

import { present } from '../../config/environment.js';
import { azureSchema, trustSchema } from '../../config/schema.js';
import { show } from '../../config/show.js';
import { ConfigError, type ConfigIssue } from '../../errors.js';

/** What the generator asks. */
export interface Answers {
  accountName?: string;
  container?: string;
  /** `main,release/*` */
  trustedBranches?: string;
}

/** The rules of the configuration are those of the answers. */
const answersSchema = v.object({
  accountName: v.unwrap(azureSchema.entries.accountName),
  container: v.unwrap(azureSchema.entries.container),
  trustedBranches: trustSchema.entries.branches,
});

/**
 * Makes the `azure` key from the answers. Developers read what CI has built, and only trusted branches write what all runs
 * restore. Signing keys can be added later.
 *
 * @param defaultBase the branch of nx.json, used if there is no answer
 * @throws Error with all invalid answers
 */
export function azureBlock(answers: Answers, defaultBase: unknown): object {
  const { accountName, container, trustedBranches } = parseAnswers({
    accountName: present(answers.accountName),
    container: present(answers.container) ?? 'nx-cache',
    trustedBranches: listOf(present(answers.trustedBranches) ?? branchOf(defaultBase)),
  });
  return { container, accountName, localMode: 'read-only', trust: { branches: trustedBranches } };
}

function parseAnswers(answers: object) {
  const result = v.safeParse(answersSchema, answers, { abortPipeEarly: true });
  if (result.success) return result.output;
  const cause = new ConfigError(result.issues.map(toIssue));
  const advice = 'Nothing was changed. Run the generator again with valid values.';
  throw new Error(`${cause.message}. ${advice}`, { cause });
}

/** `trustedBranches.1` is an element of a list that was given as one text. */
const toIssue = (issue: v.InferIssue<typeof answersSchema>): ConfigIssue => ({
  path: `--${(v.getDotPath(issue) ?? '').replace(/\.\d+$/, '')}`,
  expected: issue.message,
  given: show(issue.input),
});

const listOf = (text: string) => text.split(',').map((branch) => branch.trim());

/** `main` of `main` and of `origin/main` */
const branchOf = (defaultBase: unknown) =>
  typeof defaultBase === 'string' ? defaultBase.replace(/^origin\//, '') : 'main';
