import { isSeq, YAMLMap } from 'yaml';

import type { Pipeline } from '../provider.js';
import { isBlock, keysOf, mapAt, nodeAt } from '../yaml-nodes.js';
import type { Job } from './jobs.js';
import { hasConnection } from './variables.js';

/** Why a pipeline is not ours to change. */
export function findObstacles(pipeline: Pipeline, jobs: readonly Job[]): string[] {
  const inJobs = jobs.flatMap((job) =>
    [layout(job), image(job), container(job), task(job), ownVariables(job), variables(pipeline, job)]
      .filter((reason) => reason !== undefined)
      .map((reason) => `the job "${job.name}" ${reason}`),
  );
  return [...severalWithMatrix(jobs), ...inJobs];
}

function severalWithMatrix(jobs: readonly Job[]): string[] {
  const hasMatrix = jobs.some(({ map }) => mapAt(map, 'strategy')?.has('matrix') === true);
  return jobs.length > 1 && hasMatrix ? ['several jobs run Nx, some of them in a matrix'] : [];
}

function layout({ map, steps, lacking }: Job): string | undefined {
  const places = [map, steps, ...lacking.flatMap((step) => [step, nodeAt(step, 'env')])];
  return places.some((node) => node !== undefined && !isBlock(node))
    ? 'has steps, variables or tokens in one line, { … }, where lines have to go in'
    : undefined;
}

/** The task that signs in runs Bash, and needs the Azure CLI, which Microsoft's images have. */
function image({ image, lacking }: Job): string | undefined {
  if (lacking.length === 0 || /^(ubuntu|macos)-/i.test(image ?? '')) return undefined;
  return `runs on ${image ?? 'agents that are not known'}; Bash and the Azure CLI are needed`;
}

const container = ({ map }: Job) =>
  map.has('container') ? 'runs in a container, which has to bring the Azure CLI' : undefined;

/** A task that fails to sign in does not run its script. */
const task = ({ tasks }: Job) =>
  tasks.length === 0 ? undefined : 'runs Nx inside of a task that signs in, and that fails when it cannot';

/** Twice the same name in a map is an error. */
function ownVariables({ lacking }: Job): string | undefined {
  const names = lacking.flatMap((step) => keysOf(mapAt(step, 'env') ?? new YAMLMap()));
  const own = names.find((name) => ours.test(name));
  return own && `has a step that runs Nx with ${own} of its own`;
}

const ours = /^(AZURE_(TOKEN_CREDENTIALS|CLIENT_ID|TENANT_ID|AUTHORITY_HOST)|NX_AZURE_CACHE_SIGNING_KEY)$/;

/** Only a list of variables can have a group in it. */
function variables({ root }: Pipeline, { map }: Job): string | undefined {
  if (hasConnection(root) || hasConnection(map)) return undefined;
  const takesNone = [root, map].every((holder) => {
    const own = nodeAt(holder, 'variables');
    return own !== undefined && !(isSeq(own) && isBlock(own));
  });
  return takesNone
    ? 'has variables as "NAME: value" or in one line, where a variable group has no place: write them as "- name: …"'
    : undefined;
}
