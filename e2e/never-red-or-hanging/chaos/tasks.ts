import type { Files } from '../../../test/support/workspace/projects.js';

/** Cached tasks, as many as that, and one that fails: the build is red with and without a cache. */
export function chaosTasks(count: number): Files {
  const green = Array.from({ length: count }, (_, i) => projectOf(`p${i}`, buildOf(i)));
  return Object.fromEntries([...green, projectOf('red', 'exit 1')]);
}

/** As many processes as tasks: a shell is lighter than Node. Sizes differ, from nothing to 200 kB. */
const buildOf = (i: number) =>
  `mkdir -p dist && seq ${i} ${i + (i % 20) * 1500} > dist/out && echo p${i} >> "$EXECUTED_LOG"`;

function projectOf(name: string, command: string): readonly [string, string] {
  const options = { cwd: `packages/${name}` };
  const build = { command, options, cache: true, outputs: ['{projectRoot}/dist'] };
  return [`packages/${name}/project.json`, JSON.stringify({ name, targets: { build } })];
}
