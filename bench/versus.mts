import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installNode } from '../test/support/install/node-version.js';
import { installOurs } from './install/install.mjs';
import { fromRoot } from './options.mjs';
import { spreadOf } from './report/statistics.mjs';
import { createScratch } from './scratch.mjs';
import { startStorage } from './storage.mjs';
import { azureBlock } from './subjects/connect.mjs';
import { driverSubject } from './subjects/driver-subject.mjs';
import type { Pair, Setting, Subject } from './subjects/subject.mjs';
import { createWork } from './work/works.mjs';

type Build = 'old' | 'new';
type Both<T> = Readonly<Record<Build, T>>;

/**
 * `npm run bench -- versus --old <tarball> --new <tarball> [--rounds 5]`: two builds of this package take turns. Each
 * stores and then retrieves W1 and W2, all artifacts at once, by the calls that Nx makes, on Node 24, 3 ms from the
 * storage. A ratio is of one round: what disturbs the machine disturbs both builds. The same tarball as both shows the
 * noise.
 */
export async function versus(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: known });
  const subjects = { old: await subjectOf('old', values.old), new: await subjectOf('new', values.new) };
  const scratch = createScratch();
  const storage = await startStorage('lean');
  console.log(line(['', 'old, s', 'new, s', 'new / old', 'old CPU, s', 'new CPU, s', 'new / old']));
  console.log(line(Array.from({ length: 7 }, () => '---')));
  try {
    for (const name of ['W1', 'W2']) {
      const work = createWork(name, join(scratch, name));
      const setting = { work, seconds: 0, network: 'region', storage, scratch, sameMachine: false } as const;
      const rounds: Both<Pair>[] = [];
      while (rounds.length < Number(values.rounds))
        rounds.push(await takeRound(subjects, setting, rounds.length % 2 === 0));
      console.log(rowOf(`${name} stored`, rounds, 'cold'));
      console.log(rowOf(`${name} retrieved`, rounds, 'warm'));
    }
  } finally {
    await storage.close();
  }
}

const known = {
  old: { type: 'string' },
  new: { type: 'string' },
  rounds: { type: 'string', default: '5' },
} as const;

async function subjectOf(name: Build, tarball: string | undefined): Promise<Subject> {
  if (tarball === undefined) throw new Error(`versus needs two tarballs: --${name} <file> is missing`);
  const install = () => installOurs(`versus-${name}`, ['nx@^24'], fromRoot(tarball));
  await install(); // before anything is measured; later calls find it installed
  const node = await installNode('24');
  return driverSubject({ name, family: 'Node 24', kind: 'plugin', connect: azureBlock, node, install });
}

async function takeRound(subjects: Both<Subject>, setting: Setting, oldFirst: boolean): Promise<Both<Pair>> {
  const early = oldFirst ? undefined : await subjects.new.pair(setting);
  const old = await subjects.old.pair(setting);
  return { old, new: early ?? (await subjects.new.pair(setting)) };
}

/** Of time and CPU: the medians of both builds, and that of the ratios with the least and the most. */
function rowOf(title: string, rounds: readonly Both<Pair>[], phase: 'cold' | 'warm'): string {
  const cells = (['doneMs', 'cpuSeconds'] as const).flatMap((figure) => {
    const perSecond = figure === 'doneMs' ? 1000 : 1;
    const before = spreadOf(rounds.map(({ old }) => old[phase][figure] / perSecond));
    const after = spreadOf(rounds.map((round) => round.new[phase][figure] / perSecond));
    const ratio = spreadOf(rounds.map((round) => round.new[phase][figure] / round.old[phase][figure]));
    if (!before || !after || !ratio) throw new Error('versus needs at least one round');
    const [median, least, most] = [ratio.median, ratio.least, ratio.most].map((value) => value.toFixed(2));
    return [before.median.toFixed(2), after.median.toFixed(2), `**${median}** (${least}–${most})`];
  });
  return line([title, ...cells]);
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
