import type { CiWorkflowOptions } from '../options.js';
import type { Pipeline } from '../provider.js';
import { isBlock, itemsOf, keysOf, mapAt, nodeAt, textAt, textOf } from '../yaml-nodes.js';
import { usedBy, type Job } from './jobs.js';
import { permissionObstacle } from './permissions.js';
import { clientId, environmentName } from './pieces.js';

/** Why a workflow is not ours to change. */
export function findObstacles(
  pipeline: Pipeline,
  jobs: readonly Job[],
  options: CiWorkflowOptions,
): string[] {
  const inJobs = jobs.flatMap((job) =>
    [
      layout(job),
      environment(job, options),
      permissionObstacle(pipeline, job),
      otherSignIn(job),
      container(job),
    ]
      .filter((reason) => reason !== undefined)
      .map((reason) => `the job "${job.name}" ${reason}`),
  );
  return [...triggers(pipeline), ...severalWithMatrix(jobs), ...inJobs];
}

/** Events whose runs build the ref that they name, and so have the identity that belongs to it. */
const known = new Set(['push', 'pull_request', 'merge_group', 'schedule', 'workflow_dispatch', 'release']);

/** All others may build code of a pull request with the rights of main. */
function triggers({ root }: Pipeline): string[] {
  const on = nodeAt(root, 'on');
  const map = mapAt(root, 'on');
  const events = map ? keysOf(map) : [on, ...itemsOf(on)].flatMap((node) => textOf(node) ?? []);
  return events.filter((event) => !known.has(event)).map((event) => reasonAgainst(event));
}

const reasonAgainst = (event: string) =>
  event === 'workflow_call'
    ? 'it is called by other workflows, whose events and permissions are not known here'
    : `it runs on ${event}, which may build foreign code with the rights of main`;

function severalWithMatrix(jobs: readonly Job[]): string[] {
  const hasMatrix = jobs.some(({ map }) => mapAt(map, 'strategy')?.has('matrix') === true);
  return jobs.length > 1 && hasMatrix ? ['several jobs run Nx, some of them in a matrix'] : [];
}

function layout({ map, nxSteps }: Job): string | undefined {
  const places = [map, nodeAt(map, 'steps'), ...nxSteps.flatMap((step) => [step, nodeAt(step, 'env')])];
  return places.some((node) => node !== undefined && !isBlock(node))
    ? 'has steps, variables or tokens in one line, { … }, where lines have to go in'
    : undefined;
}

/** Its name is in the subject of the job's tokens, so that another one is no detail. */
function environment({ map }: Job, options: CiWorkflowOptions): string | undefined {
  const node = nodeAt(map, 'environment');
  const detailed = mapAt(map, 'environment');
  const name = detailed ? textAt(detailed, 'name') : textOf(node);
  return node === undefined || name === environmentName(options) ? undefined : 'has an environment already';
}

const clouds =
  /^(azure\/login|aws-actions\/configure-aws-credentials|google-github-actions\/auth|hashicorp\/vault-action)@/i;

/** An environment would change the subject by which that sign-in is known. */
function otherSignIn({ steps }: Job): string | undefined {
  const other = steps.find((step) => clouds.test(usedBy(step)) && !isOurs(step));
  return other && `signs in with ${usedBy(other)} already`;
}

/** Whether a step is the one that signs in to Azure for the cache. */
export function isOurs(step: Job['map']): boolean {
  const given = mapAt(step, 'with');
  return (
    /^azure\/login@/i.test(usedBy(step)) && given !== undefined && textAt(given, 'client-id') === clientId
  );
}

const container = ({ map }: Job) =>
  map.has('container') ? 'runs in a container, which has to bring the Azure CLI' : undefined;
