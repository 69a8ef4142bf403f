import type { YAMLMap } from 'yaml';

import type { Pipeline } from '../provider.js';
import { runsNx } from '../runs-nx.js';
import { mapAt, mapsIn, namedMaps, nodeAt, textAt } from '../yaml-nodes.js';

/** A job that runs tasks. */
export interface Job {
  readonly name: string;
  readonly map: YAMLMap;
  readonly steps: readonly YAMLMap[];
  /** Those of its steps that run tasks. */
  readonly nxSteps: readonly YAMLMap[];
}

/** The jobs of a workflow that run tasks. */
export function findJobs({ root, scripts }: Pipeline): Job[] {
  return namedMaps(mapAt(root, 'jobs'))
    .map(([name, map]) => {
      const steps = mapsIn(nodeAt(map, 'steps'));
      const nxSteps = steps.filter((step) => runsNx(textAt(step, 'run') ?? '', scripts));
      return { name, map, steps, nxSteps };
    })
    .filter(({ nxSteps }) => nxSteps.length > 0);
}

/** The steps of a job up to the one that first runs tasks. */
export function stepsBeforeNx({ steps, nxSteps }: Job): readonly YAMLMap[] {
  return steps.slice(
    0,
    steps.findIndex((step) => nxSteps.includes(step)),
  );
}

/** The action that a step uses, e.g. `actions/checkout@v4`. */
export const usedBy = (step: YAMLMap): string => textAt(step, 'uses') ?? '';
