import { parse } from 'yaml';

import { readRepositoryFile } from './files.js';

/** The fields of a job's step that the specs check. */
export interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

/** The fields of a job that the specs check. */
export interface Job {
  readonly uses?: string;
  readonly steps?: readonly Step[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly strategy?: { readonly matrix: Readonly<Record<string, unknown>> };
}

/** The fields of a workflow that the specs check. */
export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** A workflow as data. GitHub reads YAML 1.2, where `on` is a text. */
export const readWorkflow = (path: string): Workflow => parse(readRepositoryFile(path)) as Workflow;

/** Each job by its name, `file / job`. */
export const jobsOf = (path: string): [name: string, Job][] =>
  Object.entries(readWorkflow(path).jobs).map(([name, job]) => [`${path} / ${name}`, job]);
