import { show } from '../../config/show.js';
import type { ConfigIssue } from '../../errors.js';
import {
  mostCredentials,
  trustedCredentials,
  untrustedCredentials,
  untrustedEnvironment,
} from './federated-credentials.js';
import type { InfrastructureOptions } from './options.js';

/** Options that are right by themselves, but not together. */
export function findContradictions(options: InfrastructureOptions): ConfigIssue[] {
  return [sameContainer, patternWithoutEnvironment, trustedAndUntrusted, tooManyCredentials]
    .map((check) => check(options))
    .filter((issue) => issue !== undefined);
}

type Check = (options: InfrastructureOptions) => ConfigIssue | undefined;

const sameContainer: Check = ({ oneContainer, container, untrustedContainer }) => {
  if (oneContainer || container !== untrustedContainer) return undefined;
  const expected = 'another container than --container, or --oneContainer';
  return { path: '--untrustedContainer', expected, given: show(untrustedContainer) };
};

/** Azure compares the subject of a token letter by letter; a pattern has to be kept by the environment's own rules. */
const patternWithoutEnvironment: Check = ({ githubRepository, githubEnvironment, trustedBranches }) => {
  const pattern = trustedBranches.find((branch) => branch.includes('*'));
  if (githubRepository === undefined || githubEnvironment !== undefined || pattern === undefined)
    return undefined;
  const expected = `a protected environment, which the trusted branch pattern ${show(pattern)} needs`;
  return { path: '--githubEnvironment', expected, given: 'nothing' };
};

/** Whoever could sign in as both would be trusted. */
const trustedAndUntrusted: Check = (options) => {
  const trusted = new Set(trustedCredentials(options).map(({ name }) => name));
  const both = untrustedCredentials(options).find(({ name }) => trusted.has(name));
  if (both === undefined) return undefined;
  const path =
    options.githubEnvironment === untrustedEnvironment ? '--githubEnvironment' : '--untrustedSubjects';
  return { path, expected: 'no subject that is trusted and untrusted', given: show(both.subject) };
};

const tooManyCredentials: Check = (options) => {
  const lists = {
    trustedBranches: trustedCredentials(options),
    untrustedSubjects: untrustedCredentials(options),
  };
  const [option, list] = Object.entries(lists).find(([, { length }]) => length > mostCredentials) ?? [];
  if (option === undefined || list === undefined) return undefined;
  return {
    path: `--${option}`,
    expected: `at most ${mostCredentials} subjects for an identity, Azure's limit`,
    given: `${list.length}`,
  };
};
