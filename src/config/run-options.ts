import type { ConfigIssue } from '../errors.js';
import { readVariable, type Environment } from './environment.js';
import { show } from './show.js';

/** How long the end of a run waits for pending uploads, ms. */
export interface DrainLimits {
  /** without any progress */
  readonly stalled: number;
  /** in all */
  readonly total: number;
}

/** Reads `NX_AZURE_CACHE_DRAIN_STALL_TIMEOUT` and `NX_AZURE_CACHE_DRAIN_TIMEOUT`, in seconds; 0 does not wait. */
export function resolveDrainLimits(env: Environment, issues: ConfigIssue[]): DrainLimits {
  return {
    stalled: seconds('NX_AZURE_CACHE_DRAIN_STALL_TIMEOUT', 10),
    total: seconds('NX_AZURE_CACHE_DRAIN_TIMEOUT', 300),
  };

  function seconds(path: string, byDefault: number): number {
    const given = readVariable(env, path) ?? String(byDefault);
    if (!/^\d{1,5}(\.\d+)?$/.test(given)) {
      issues.push({ path, expected: 'a number of seconds, e.g. 30', given: show(given) });
    }
    return Number(given) * 1000;
  }
}

/** Where a run writes its reports, besides the standard error. */
export interface RunOutputs {
  /** a file or a folder, by its path from the workspace's root */
  readonly summary: string | undefined;
  readonly jobSummary: JobSummaryPlace | undefined;
}

/** Where a CI reads the summary of a job. */
export type JobSummaryPlace =
  | { readonly kind: 'github'; readonly file: string }
  | { readonly kind: 'azure-pipelines'; readonly folder: string }
  | { readonly kind: 'gitlab' };

const summaryVariable = 'NX_AZURE_CACHE_SUMMARY';
const jobSummaryVariable = 'NX_AZURE_CACHE_JOB_SUMMARY';

/** Reads `NX_AZURE_CACHE_SUMMARY`, and finds the job summary of the CI unless `NX_AZURE_CACHE_JOB_SUMMARY` is `false`. */
export function resolveRunOutputs(env: Environment, issues: ConfigIssue[]): RunOutputs {
  const wanted = readSwitch(env, jobSummaryVariable, issues);
  return {
    summary: readVariable(env, summaryVariable),
    jobSummary: wanted ? findPlace(env) : undefined,
  };
}

/** An Nx that runs as a task of another one writes none: its output may be cached, and printed again elsewhere. */
function findPlace(env: Environment): JobSummaryPlace | undefined {
  if (readVariable(env, 'NX_TASK_TARGET_PROJECT') !== undefined) return undefined;
  const file = readVariable(env, 'GITHUB_STEP_SUMMARY');
  if (env['GITHUB_ACTIONS'] === 'true' && file !== undefined) return { kind: 'github', file };
  const folder = readVariable(env, 'AGENT_TEMPDIRECTORY');
  if (env['TF_BUILD']?.toLowerCase() === 'true' && folder !== undefined)
    return { kind: 'azure-pipelines', folder };
  return env['GITLAB_CI'] === 'true' ? { kind: 'gitlab' } : undefined;
}

/** Reads a switch that is on unless its variable is `false`. */
export function readSwitch(env: Environment, path: string, issues: ConfigIssue[]): boolean {
  const given = readVariable(env, path) ?? 'true';
  if (given !== 'true' && given !== 'false')
    issues.push({ path, expected: 'true or false', given: show(given) });
  return given === 'true';
}
