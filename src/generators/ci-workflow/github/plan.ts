import type { YAMLMap } from 'yaml';

import { linesAbove, type Edit } from '../edit.js';
import { envEdit } from '../env-edit.js';
import type { CiWorkflowOptions } from '../options.js';
import type { Pipeline, Plan } from '../provider.js';
import { keyAt, mapAt } from '../yaml-nodes.js';
import { findJobs, stepsBeforeNx, type Job } from './jobs.js';
import { findObstacles, isOurs } from './obstacles.js';
import { permissionEdits } from './permissions.js';
import { environmentLines, signInLines, variableLines } from './pieces.js';

/** What the jobs of a workflow that run tasks lack. */
export function planWorkflow(pipeline: Pipeline, options: CiWorkflowOptions): Plan | undefined {
  const jobs = findJobs(pipeline);
  if (jobs.length === 0) return undefined;
  const lacking = jobs.filter((job) => jobEdits(pipeline, job, options).length > 0);
  const obstacles = findObstacles(pipeline, lacking, options);
  if (obstacles.length > 0) return { obstacles };
  return { edits: lacking.flatMap((job) => jobEdits(pipeline, job, options)) };
}

function jobEdits(pipeline: Pipeline, job: Job, options: CiWorkflowOptions): Edit[] {
  const { source } = pipeline;
  return [
    ...permissionEdits(pipeline, job),
    ...environmentEdits(source, job, options),
    ...signInEdits(source, job, options),
    ...variableEdits(source, job),
  ];
}

function environmentEdits(source: string, { map }: Job, options: CiWorkflowOptions): Edit[] {
  const steps = keyAt(map, 'steps');
  if (steps === undefined || map.has('environment')) return [];
  return [linesAbove(source, steps, environmentLines(options))];
}

/** After what installs the dependencies, whose scripts need no session. */
function signInEdits(source: string, job: Job, options: CiWorkflowOptions): Edit[] {
  const [first] = job.nxSteps;
  if (first === undefined || stepsBeforeNx(job).some((step) => isOurs(step))) return [];
  return [linesAbove(source, first, signInLines(options))];
}

function variableEdits(source: string, { map, nxSteps }: Job): Edit[] {
  return nxSteps.flatMap((step) => {
    const lines = [...variableLines]
      .filter(([name]) => !hasVariable(map, name) && !hasVariable(step, name))
      .map(([, line]) => line);
    return lines.length === 0 ? [] : [envEdit(source, step, lines)];
  });
}

const hasVariable = (map: YAMLMap, name: string) => mapAt(map, 'env')?.has(name) === true;
