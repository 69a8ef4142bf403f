import { isMap, type Node, type Pair, type YAMLMap } from 'yaml';

import { columnOf, endOf, indented, startOf, startOfLine, type Edit } from '../edit.js';
import { textOf } from '../yaml-nodes.js';
import { inForks, inputLines, signingKeyEnvLines, signingKeyLines } from './pieces.js';

/** Keys of a step that runs a script → what they are called among the inputs of the task, or nothing. */
const inputs: Readonly<Record<string, string>> = {
  script: 'inlineScript',
  bash: 'inlineScript',
  workingDirectory: 'workingDirectory',
  failOnStderr: 'failOnStandardError',
};

/** Keys of a step that has a place in, or at, the task. */
export const movable: ReadonlySet<string> = new Set([
  ...Object.keys(inputs),
  ...['condition', 'continueOnError', 'displayName', 'enabled', 'env', 'name'],
  ...['retryCountOnTaskFailure', 'timeoutInMinutes'],
]);

/** Has a step run inside of a task with a session; forks, which have none, run it as it is. */
export function toTask(source: string, step: YAMLMap): Edit {
  const from = startOfLine(source, startOf(step));
  const to = endOf(source, step);
  const original = source.slice(from, to).split('\n').slice(0, -1);
  const indent = /^ */.exec(source.slice(from))?.[0] ?? '';
  const pairs = step.items.map((pair) => toText(source, pair as Pair<Node, Node | null>));
  const elsewhere = indented(['- ${{ else }}:', ...deeper(4, taskLines(pairs))], indent);
  return { from, to, text: `${indent}- ${inForks}:\n${indented(original, '    ')}${elsewhere}` };
}

/** A key with its value, the lines below moved to where those of a key without indentation are. */
interface PairText {
  readonly key: string;
  /** e.g. `|` and the lines of the script */
  readonly lines: readonly string[];
}

function toText(source: string, { key, value }: Pair<Node, Node | null>): PairText {
  const column = columnOf(source, key);
  const text = source.slice(key.range?.[1] ?? 0, endOf(source, value ?? key));
  const [first = '', ...rest] = text
    .replace(/^\s*:[ \t]*/, '')
    .trimEnd()
    .split('\n');
  const below = rest.map((line) => line.slice(Math.min(column, /^ */.exec(line)?.[0].length ?? 0)));
  const isBlock = isMap(value) && value.flow !== true;
  return { key: textOf(key) ?? '', lines: isBlock ? below : [first, ...below] };
}

function taskLines(pairs: readonly PairText[]): string[] {
  const named = pairs.filter(({ key }) => inputs[key] !== undefined);
  const others = pairs.filter(({ key }) => inputs[key] === undefined && key !== 'env');
  const env = pairs.find(({ key }) => key === 'env');
  return [
    '- task: AzureCLI@2',
    ...deeper(
      2,
      others.flatMap(({ key, lines }) => print(key, lines)),
    ),
    '  inputs:',
    ...deeper(4, [...inputLines, ...named.flatMap(({ key, lines }) => print(inputs[key] ?? key, lines))]),
    ...deeper(2, environment(env)),
  ];
}

const deeper = (columns: number, lines: readonly string[]) =>
  lines.map((line) => (line === '' ? '' : ' '.repeat(columns) + line));

const print = (key: string, [first = '', ...below]: readonly string[]) => [`${key}: ${first}`, ...below];

function environment(env: PairText | undefined): string[] {
  if (env === undefined) return [...signingKeyEnvLines];
  const indent = /^ */.exec(env.lines[0] ?? '')?.[0] ?? '';
  return ['env:', ...env.lines, ...signingKeyLines.map((line) => indent + line)];
}
