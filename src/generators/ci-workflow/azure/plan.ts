import type { YAMLMap } from 'yaml';

import { linesAbove } from '../edit.js';
import { envEdit } from '../env-edit.js';
import type { CiWorkflowOptions } from '../options.js';
import type { Pipeline, Plan } from '../provider.js';
import { findJobs, type Job } from './jobs.js';
import { findObstacles } from './obstacles.js';
import { envLines, signInLines } from './pieces.js';
import { hasConnection, variableEdits } from './variables.js';

/** What the jobs of a pipeline that run tasks lack. */
export function planPipeline(pipeline: Pipeline, options: CiWorkflowOptions): Plan | undefined {
  const jobs = findJobs(pipeline);
  if (jobs.length === 0) return undefined;
  const lacking = jobs.filter((job) => lacksSomething(pipeline, job));
  const obstacles = findObstacles(pipeline, lacking);
  if (obstacles.length > 0) return { obstacles };
  const steps = lacking.flatMap(({ lacking }) => lacking);
  return {
    edits: [
      ...variableEdits(pipeline, lacking, options),
      ...steps.flatMap((step) => signInEdits(pipeline.source, step, options)),
    ],
  };
}

function lacksSomething({ root }: Pipeline, { map, lacking, tasks }: Job): boolean {
  const isConnected = hasConnection(root) || hasConnection(map);
  return !isConnected || lacking.length > 0 || tasks.length > 0;
}

const signInEdits = (source: string, step: YAMLMap, options: CiWorkflowOptions) => [
  linesAbove(source, step, signInLines),
  envEdit(source, step, envLines(options)),
];
