import { isSeq, type YAMLMap } from 'yaml';

import { columnOf, linesAbove, linesBelow, startOf, type Edit } from '../edit.js';
import type { CiWorkflowOptions } from '../options.js';
import type { Pipeline } from '../provider.js';
import { isBlock, keyAt, nodeAt } from '../yaml-nodes.js';
import type { Job } from './jobs.js';
import { connection, variableLines } from './pieces.js';

/** Whether a pipeline or a job says which connection it uses. */
export function hasConnection(map: YAMLMap): boolean {
  return JSON.stringify(nodeAt(map, 'variables')?.toJSON() ?? null).includes(`"${connection}"`);
}

/** Says which connection is used: for all jobs at once, or for each where the pipeline's variables are no list. */
export function variableEdits(pipeline: Pipeline, jobs: readonly Job[], options: CiWorkflowOptions): Edit[] {
  const { root, source } = pipeline;
  const lacking = jobs.filter(({ map }) => !hasConnection(root) && !hasConnection(map));
  if (lacking.length === 0) return [];
  const outer = nodeAt(root, 'variables');
  const takesGroups = outer === undefined || (isSeq(outer) && isBlock(outer));
  const places = takesGroups ? [root] : lacking.map(({ map }) => map);
  return places.map((map) => variableEdit(source, map, variableLines(options)));
}

function variableEdit(source: string, map: YAMLMap, lines: readonly string[]): Edit {
  const own = nodeAt(map, 'variables');
  if (isSeq(own)) return linesBelow(source, own, lines);
  const keys = ['stages', 'jobs', 'pool', 'steps'].flatMap((key) => keyAt(map, key) ?? []);
  const first = keys.sort((a, b) => startOf(a) - startOf(b))[0] ?? map;
  const blank = columnOf(source, first) === 0 ? [''] : [];
  return linesAbove(source, first, ['variables:', ...lines.map((line) => `  ${line}`), ...blank]);
}
