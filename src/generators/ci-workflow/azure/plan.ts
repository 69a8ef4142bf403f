import type { CiWorkflowOptions } from '../options.js';
import type { Pipeline, Plan } from '../provider.js';
import { findJobs, isOurs, type Job } from './jobs.js';
import { findObstacles } from './obstacles.js';
import { toTask } from './to-task.js';
import { hasConnection, variableEdits } from './variables.js';

/** What the jobs of a pipeline that run tasks lack. */
export function planPipeline(pipeline: Pipeline, options: CiWorkflowOptions): Plan | undefined {
  const jobs = findJobs(pipeline);
  if (jobs.length === 0) return undefined;
  const lacking = jobs.filter((job) => lacksSomething(pipeline, job));
  const obstacles = findObstacles(pipeline, lacking);
  if (obstacles.length > 0) return { obstacles };
  const tasks = lacking.flatMap(({ scripts }) => scripts.map((step) => toTask(pipeline.source, step)));
  return { edits: [...variableEdits(pipeline, lacking, options), ...tasks] };
}

function lacksSomething({ root }: Pipeline, { map, scripts, tasks }: Job): boolean {
  const isConnected = hasConnection(root) || hasConnection(map);
  return !isConnected || scripts.length > 0 || tasks.some((task) => !isOurs(task));
}
