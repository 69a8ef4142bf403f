import { isScalar, type Node, type YAMLMap } from 'yaml';

import { linesAbove, linesBelow, type Edit } from './edit.js';
import { mapAt } from './yaml-nodes.js';

/** Variables for a step, above those that it has. */
export function envEdit(source: string, step: YAMLMap, lines: readonly string[]): Edit {
  const first: unknown = mapAt(step, 'env')?.items[0]?.key;
  if (isScalar(first)) return linesAbove(source, first as Node, lines);
  return linesBelow(source, step, ['env:', ...lines.map((line) => `  ${line}`)]);
}
