import { isSeq, type Node, type YAMLMap } from 'yaml';

import { linesAbove, type Edit } from '../edit.js';
import type { CiWorkflowOptions } from '../options.js';
import type { Pipeline, Plan } from '../provider.js';
import { runsNx, type Scripts } from '../runs-nx.js';
import { isBlock, itemsOf, keyAt, mapAt, namedMaps, nodeAt, textOf } from '../yaml-nodes.js';
import { idToken, idTokenLines, signInLines, tokenFile } from './pieces.js';

/** What the jobs of a pipeline that run tasks lack. */
export function planGitLab(
  { source, root, scripts }: Pipeline,
  options: CiWorkflowOptions,
): Plan | undefined {
  const jobs = findJobs(root, scripts);
  if (jobs.length === 0) return undefined;
  const lacking = jobs.filter((job) => !signsIn(job));
  const obstacles = findObstacles(lacking);
  if (obstacles.length > 0) return { obstacles };
  return {
    edits: lacking.flatMap((job) => [
      ...idTokenEdits(source, job, options),
      ...signInEdits(source, job, options),
    ]),
  };
}

interface Job {
  readonly name: string;
  readonly map: YAMLMap;
  /** The commands, of which the first that runs tasks is `nx`. */
  readonly commands: readonly Node[];
  readonly nx: Node;
}

function findJobs(root: YAMLMap, scripts: Scripts): Job[] {
  return namedMaps(root).flatMap(([name, map]) => {
    const script = nodeAt(map, 'script');
    const commands = isSeq(script) ? itemsOf(script) : script === undefined ? [] : [script];
    const nx = commands.find((command) => runsNx(textOf(command) ?? '', scripts));
    return nx === undefined ? [] : [{ name, map, commands, nx }];
  });
}

function findObstacles(jobs: readonly Job[]): string[] {
  const inJobs = jobs.flatMap((job) =>
    [template(job), layout(job)]
      .filter((reason) => reason !== undefined)
      .map((reason) => `the job "${job.name}" ${reason}`),
  );
  return [...severalWithMatrix(jobs), ...inJobs];
}

function severalWithMatrix(jobs: readonly Job[]): string[] {
  const hasMatrix = jobs.some(({ map }) => mapAt(map, 'parallel')?.has('matrix') === true);
  return jobs.length > 1 && hasMatrix ? ['several jobs run Nx, some of them in a matrix'] : [];
}

const template = ({ name }: Job) =>
  name.startsWith('.') ? 'is a template, whose jobs may have tokens of their own' : undefined;

function layout({ map }: Job): string | undefined {
  const places = [map, nodeAt(map, 'script'), nodeAt(map, 'id_tokens')];
  return places.some((node) => node !== undefined && !isBlock(node))
    ? 'has steps, variables or tokens in one line, { … }, where lines have to go in'
    : undefined;
}

/** In its script or before it, by whoever's hand. */
function signsIn({ map, commands }: Job): boolean {
  const before = nodeAt(map, 'before_script');
  return [...commands, ...(before ? [before] : [])].some((node) =>
    JSON.stringify(node.toJSON()).includes(tokenFile),
  );
}

function idTokenEdits(source: string, { map }: Job, options: CiWorkflowOptions): Edit[] {
  const tokens = mapAt(map, 'id_tokens');
  if (tokens?.has(idToken) === true) return [];
  const place = (tokens?.items[0]?.key ?? keyAt(map, 'script')) as Node;
  const token = idTokenLines(options);
  const lines = tokens ? token : ['id_tokens:', ...token.map((line) => `  ${line}`)];
  return [linesAbove(source, place, lines)];
}

const signInEdits = (source: string, { nx }: Job, options: CiWorkflowOptions) => [
  linesAbove(source, nx, signInLines(options)),
];
