import { artifactFolder } from '../../blob/blob-name.js';
import { matchesBranch } from '../../trust/scope.js';

/** Whether a scope is one of those that were asked for: `pr/7`, `branch/release/*`; `*` stands for anything. */
export function matchesScope(pattern: string | undefined, scope: string): boolean {
  return pattern === undefined || matchesBranch([pattern.replace(/\*+/g, '**')], scope);
}

/** What the names of all artifacts of those scopes begin with, e.g. `team-a/v1/pr/`. */
export function folderOf(pattern: string | undefined, prefix: string): string {
  const [kind] = /^(?:branch|tag|pr|local)\/|^(?:trusted|shared)$/.exec(pattern ?? '') ?? [''];
  return `${artifactFolder(prefix)}${kind}`;
}
