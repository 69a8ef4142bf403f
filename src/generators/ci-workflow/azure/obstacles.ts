import { isSeq } from 'yaml';

import type { Pipeline } from '../provider.js';
import { isBlock, keysOf, mapAt, nodeAt } from '../yaml-nodes.js';
import { isOurs, type Job } from './jobs.js';
import { movable } from './to-task.js';
import { hasConnection } from './variables.js';

/** Why a pipeline is not ours to change. */
export function findObstacles(pipeline: Pipeline, jobs: readonly Job[]): string[] {
  const inJobs = jobs.flatMap((job) =>
    [layout(job), image(job), container(job), otherSignIn(job), otherKeys(job), variables(pipeline, job)]
      .filter((reason) => reason !== undefined)
      .map((reason) => `the job "${job.name}" ${reason}`),
  );
  return [...severalWithMatrix(jobs), ...inJobs];
}

function severalWithMatrix(jobs: readonly Job[]): string[] {
  const hasMatrix = jobs.some(({ map }) => mapAt(map, 'strategy')?.has('matrix') === true);
  return jobs.length > 1 && hasMatrix ? ['several jobs run Nx, some of them in a matrix'] : [];
}

function layout({ map, steps, scripts }: Job): string | undefined {
  const places = [map, steps, ...scripts.flatMap((step) => [step, nodeAt(step, 'env')])];
  return places.some((node) => node !== undefined && !isBlock(node))
    ? 'has steps, variables or tokens in one line, { … }, where lines have to go in'
    : undefined;
}

/** The task runs Bash, and needs the Azure CLI, which Microsoft's images have. */
function image({ image, scripts }: Job): string | undefined {
  if (scripts.length === 0 || /^(ubuntu|macos)-/i.test(image ?? '')) return undefined;
  return `runs on ${image ?? 'agents that are not known'}; Bash and the Azure CLI are needed`;
}

const container = ({ map }: Job) =>
  map.has('container') ? 'runs in a container, which has to bring the Azure CLI' : undefined;

const otherSignIn = ({ tasks }: Job) =>
  tasks.every((task) => isOurs(task)) ? undefined : 'signs in with a service connection of its own';

function otherKeys({ scripts }: Job): string | undefined {
  const other = scripts.flatMap(keysOf).find((key) => !movable.has(key));
  return other && `has a step that runs Nx with "${other}", which has no place in a task`;
}

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
