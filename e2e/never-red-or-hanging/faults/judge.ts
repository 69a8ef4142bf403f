import { isDeepStrictEqual } from 'node:util';
import { assertNoSecrets } from '../../../test/support/workspace/secrets.js';
import { parseOutput } from '../../../test/support/workspace/parse-output.js';
import type { VerifiedBlob } from '../../../test/support/workspace/verify-blobs.js';
import { expectedKinds, type Cell } from './cell.js';
import type { Played } from './play.js';

/** The expectations of a cell. */
export interface Evidence {
  readonly played: Played;
  /** the same without a remote cache */
  readonly baseline: Played;
  /** all that can be read in the container afterwards */
  readonly blobs: readonly VerifiedBlob[];
  /** of the run */
  readonly env: Readonly<Record<string, string>>;
}

/** All problems of a cell except its time, as sentences; none for a good cell. */
export function judge(cell: Cell, { played, baseline, blobs, env }: Evidence): string[] {
  const expected = expectedKinds(cell);
  const kind = countedKind(played);
  const messages = sentences(played).size;
  const checks: readonly [boolean, string][] = [
    [played.code === baseline.code, `exit code ${String(played.code)}, not ${String(baseline.code)}`],
    [played.stdout === baseline.stdout, `another output of the tasks: ${played.stdout}`],
    [isDeepStrictEqual(played.cached, baseline.cached), 'other files in the local cache'],
    [expected.includes(kind), `counted as ${kind}, not as ${expected.join(' or ')}`],
    [messages === (kind === 'clean' ? 0 : 1), `${messages} messages`],
    [blobs.every((blob) => isWhole(blob, baseline)), 'a blob that holds something else'],
  ];
  assertNoSecrets(played, env);
  return checks.filter(([good]) => !good).map(([, problem]) => problem);
}

/** One sentence may come with two codes of Node's: a server that dies resets a connection and refuses the next. */
function sentences(played: Played): Set<string> {
  const { warnings, notes } = parseOutput(played);
  return new Set([...warnings, ...notes].map((message) => message.replace(/ \([A-Z_]+\)$/, '')));
}

/** e.g. `timeout`, as the summary counts it; more than one with plus signs. */
export function countedKind(played: Played): string {
  const counts = /faults? \((.*)\)$/.exec(parseOutput(played).summary)?.[1];
  const quiet = parseOutput(played).notes.length > 0 ? 'credential' : 'clean';
  return counts?.replaceAll(/\d+ /g, '').replaceAll(', ', ' + ') ?? quiet;
}

/** The outputs of a task lie in the local cache under its hash, as they do in its artifact under `outputs`. */
function isWhole({ hash, tree }: VerifiedBlob, { cached }: Played): boolean {
  const outputs = Object.entries(cached).filter(([path]) => path.startsWith(`${hash}/`));
  return outputs.every(([path, content]) => tree[path.slice(hash.length + 1)] === content);
}
