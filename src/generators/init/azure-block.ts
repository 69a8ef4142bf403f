import * as v from 'valibot';

import { present } from '../../config/environment.js';
import { azureSchema, trustSchema } from '../../config/schema.js';
import { show } from '../../config/show.js';
import { ConfigError, type ConfigIssue } from '../../errors.js';
import type { InitSchema } from './schema.js';

/** What a configuration may say, an answer may say, too. */
const answersSchema = v.object({
  accountName: v.unwrap(azureSchema.entries.accountName),
  container: v.unwrap(azureSchema.entries.container),
  trustedBranches: trustSchema.entries.branches,
});

/**
 * The `azure` key that the answers ask for. Developers read what CI has built, and trusted branches are told from others
 * from the first day; keys to sign with come when somebody has made them.
 *
 * @param defaultBase the branch that nx.json names, for want of an answer
 * @throws Error with all that is wrong with the answers
 */
export function azureBlock(answers: InitSchema, defaultBase: unknown): object {
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
  const advice = 'Azure and git know no others. Nothing was changed; run it again with other answers.';
  throw new Error(`${cause.message}. ${advice}`, { cause });
}

/** `trustedBranches.1` is one of a list that was given as one text. */
const toIssue = (issue: v.InferIssue<typeof answersSchema>): ConfigIssue => ({
  path: `--${(v.getDotPath(issue) ?? '').replace(/\.\d+$/, '')}`,
  expected: issue.message,
  given: show(issue.input),
});

const listOf = (text: string) => text.split(',').map((branch) => branch.trim());

/** Where nx.json compares with a remote's branch, the branch itself. */
const branchOf = (defaultBase: unknown) =>
  typeof defaultBase === 'string' ? defaultBase.replace(/^origin\//, '') : 'main';
