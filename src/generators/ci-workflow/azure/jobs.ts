import type { Node, YAMLMap } from 'yaml';

import type { Pipeline } from '../provider.js';
import { runsNx, type Scripts } from '../runs-nx.js';
import { keysOf, mapAt, mapsIn, nodeAt, textAt } from '../yaml-nodes.js';
import { tokenFile } from './pieces.js';

/** A job that runs tasks, or the whole pipeline where it is but a list of steps. */
export interface Job {
  readonly name: string;
  readonly map: YAMLMap;
  /** e.g. `ubuntu-latest` */
  readonly image: string | undefined;
  readonly steps: Node | undefined;
  /** Steps that run tasks and have not what a sign-in leaves. */
  readonly lacking: readonly YAMLMap[];
  /** Tasks of the Azure CLI that run tasks of Nx. */
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
  return jobs.flatMap(({ map, image }) => toJob(map, image, scripts) ?? []);
}

function toJob(map: YAMLMap, image: string | undefined, scripts: Scripts): Job | undefined {
  const steps = nodeAt(map, 'steps');
  const all = flatten(mapsIn(steps));
  const nxSteps = all.filter((step) => runsNx(scriptOf(step), scripts));
  const tasks = all.filter((step) => runsNx(inlineScriptOf(step), scripts));
  if (nxSteps.length + tasks.length === 0) return undefined;
  const name = textAt(map, 'job') ?? 'the pipeline';
  const lacking = nxSteps.filter((step) => mapAt(step, 'env')?.has(tokenFile) !== true);
  return { name, map, image, steps, lacking, tasks };
}

const imageOf = (map: YAMLMap) => {
  const pool = mapAt(map, 'pool');
  return pool && textAt(pool, 'vmImage');
};

/** With the steps below `- ${{ if … }}:`. */
function flatten(steps: readonly YAMLMap[]): YAMLMap[] {
  return steps.flatMap((step) => {
    const [key = ''] = keysOf(step);
    return key.startsWith('${{') ? flatten(mapsIn(nodeAt(step, key))) : [step];
  });
}

function scriptOf(step: YAMLMap): string {
  return ['script', 'bash', 'pwsh', 'powershell'].map((key) => textAt(step, key) ?? '').join('\n');
}

function inlineScriptOf(task: YAMLMap): string {
  const inputs = mapAt(task, 'inputs');
  return (inputs && textAt(inputs, 'inlineScript')) ?? '';
}
