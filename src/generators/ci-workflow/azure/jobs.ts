import type { Node, YAMLMap } from 'yaml';

import type { Pipeline } from '../provider.js';
import { runsNx, type Scripts } from '../runs-nx.js';
import { keysOf, mapAt, mapsIn, nodeAt, textAt } from '../yaml-nodes.js';
import { connectionValue, inForks } from './pieces.js';

/** A job that runs tasks, or the whole pipeline where it is but a list of steps. */
export interface Job {
  readonly name: string;
  readonly map: YAMLMap;
  /** e.g. `ubuntu-latest` */
  readonly image: string | undefined;
  readonly steps: Node | undefined;
  /** Steps that run tasks without a session. */
  readonly scripts: readonly YAMLMap[];
  /** Tasks with a session of their own that run tasks of Nx. */
  readonly tasks: readonly YAMLMap[];
}

/** The jobs of a pipeline that run tasks. */
export function findJobs({ root, scripts }: Pipeline): Job[] {
  const stages = [root, ...mapsIn(nodeAt(root, 'stages'))];
  const jobs = stages.flatMap((stage) =>
    [...(stage === root ? [root] : []), ...mapsIn(nodeAt(stage, 'jobs'))].map((map) => ({
      map,
      image: imageOf(map) ?? imageOf(stage) ?? imageOf(root),
    })),
  );
  return jobs
    .map(({ map, image }) => toJob(map, image, scripts))
    .filter((job) => job.scripts.length + job.tasks.length > 0);
}

/** Whether a task signs in as the pipelines of this generator do. */
export const isOurs = (task: YAMLMap) => inputAt(task, 'azureSubscription') === connectionValue;

function toJob(map: YAMLMap, image: string | undefined, scripts: Scripts): Job {
  const steps = nodeAt(map, 'steps');
  const all = flatten(mapsIn(steps));
  const name = textAt(map, 'job') ?? 'the pipeline';
  return {
    ...{ name, map, image, steps },
    scripts: all.filter((step) => runsNx(scriptOf(step), scripts)),
    tasks: all.filter((step) => runsNx(inputAt(step, 'inlineScript') ?? '', scripts)),
  };
}

const imageOf = (map: YAMLMap) => {
  const pool = mapAt(map, 'pool');
  return pool && textAt(pool, 'vmImage');
};

/** With the steps below `- ${{ if … }}:`, but for those of forks, which are to have no session. */
function flatten(steps: readonly YAMLMap[]): YAMLMap[] {
  return steps.flatMap((step) => {
    const [key = ''] = keysOf(step);
    if (!key.startsWith('${{')) return [step];
    return key === inForks ? [] : flatten(mapsIn(nodeAt(step, key)));
  });
}

function scriptOf(step: YAMLMap): string {
  return ['script', 'bash', 'pwsh', 'powershell'].map((key) => textAt(step, key) ?? '').join('\n');
}

function inputAt(task: YAMLMap, input: string): string | undefined {
  const inputs = mapAt(task, 'inputs');
  return inputs && textAt(inputs, input);
}
