import { isMap, isScalar, type YAMLMap } from 'yaml';

import { linesAbove, type Edit } from '../edit.js';
import type { Pipeline } from '../provider.js';
import { isBlock, keyAt, nodeAt, textAt } from '../yaml-nodes.js';
import { usedBy, type Job } from './jobs.js';
import { tokenLine } from './pieces.js';

/** Why the right to ask for a token cannot be added, if so. */
export function permissionObstacle({ root }: Pipeline, job: Job): string | undefined {
  const permissions = permissionsOf(root, job);
  if (permissions === undefined) {
    return needsUnknownRights(job)
      ? 'has no permissions, and more steps than are known: naming one right takes away all others'
      : undefined;
  }
  if (!isMap(permissions))
    return grantsAll(permissions) ? undefined : 'has permissions that are not a list of rights';
  const right = textAt(permissions, 'id-token');
  if (right !== undefined && right !== 'write') return `has the permission id-token: ${right}`;
  const own = nodeAt(job.map, 'permissions');
  return right === undefined && own !== undefined && !isBlock(own)
    ? 'has its permissions in one line'
    : undefined;
}

/** Adds the right to ask for a token to the job alone, beside the rights that it has. */
export function permissionEdits({ source, root }: Pipeline, job: Job): Edit[] {
  const permissions = permissionsOf(root, job);
  if (isMap(permissions) ? permissions.has('id-token') : grantsAll(permissions)) return [];
  const own = nodeAt(job.map, 'permissions');
  const first = isMap(own) ? own.items[0]?.key : undefined;
  if (isScalar(first)) return [linesAbove(source, first, [tokenLine])];
  const steps = keyAt(job.map, 'steps');
  if (steps === undefined) return [];
  const rights = isMap(permissions) ? rightsIn(permissions) : ownRights(job);
  return [linesAbove(source, steps, ['permissions:', ...[...rights, tokenLine].map((line) => `  ${line}`)])];
}

const permissionsOf = (root: YAMLMap, job: Job) =>
  nodeAt(job.map, 'permissions') ?? nodeAt(root, 'permissions');

const grantsAll = (permissions: unknown) => isScalar(permissions) && permissions.value === 'write-all';

const rightsIn = (permissions: YAMLMap) =>
  Object.entries(permissions.toJSON() as Record<string, string>).map(([name, right]) => `${name}: ${right}`);

/** nrwl/nx-set-shas looks for the last run that succeeded. */
const ownRights = ({ steps }: Job) => [
  ...(steps.some((step) => usedBy(step).startsWith('nrwl/nx-set-shas@')) ? ['actions: read'] : []),
  'contents: read',
];

/** Actions that need no right but to read, or have a token of their own. */
const modest =
  /^(actions\/(checkout|setup-node|cache|cache\/restore|cache\/save|upload-artifact|download-artifact)|pnpm\/action-setup|oven-sh\/setup-bun|nrwl\/nx-set-shas|azure\/login|codecov\/codecov-action)@/;

function needsUnknownRights({ map, steps }: Job): boolean {
  const takesToken = /github\.token|GITHUB_TOKEN/.test(JSON.stringify(map.toJSON()));
  return takesToken || steps.some((step) => usedBy(step) !== '' && !modest.test(usedBy(step)));
}
