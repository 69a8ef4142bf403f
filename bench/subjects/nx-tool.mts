import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nxBin } from '../../test/support/workspace/run-nx.js';
import type { Machine } from '../machine.mjs';
import { json } from '../work/files.mjs';
import type { Task } from '../work/work.mjs';
import { parallel, taskScript, type Tool } from './tool.mjs';

/** Nx on a Node, without daemon, cloud and plugins; its caches where the machine has them. */
export function createNxTool(node: string): Tool {
  return {
    files: (work, { seconds, remote }) => ({
      'nx.json': json({ ...nxJson, ...remote }),
      'package.json': json({ name: 'workspace', private: true }),
      '.gitignore': 'node_modules\ndist\n',
      ...Object.fromEntries(
        work.tasks.map((task) => [`packages/${task.name}/project.json`, project(task, seconds)]),
      ),
    }),
    command: ({ workspace }) => [node, nxBin(workspace), ...runMany],
    env: (machine) => ({
      ...variables,
      ...foldersOf(machine),
      PATH: `${dirname(node)}:${process.env['PATH'] ?? ''}`,
    }),
    // Nx writes it when all tasks are done, before it exits.
    doneAt: ({ cache }) => statSync(join(cache, 'run.json')).mtimeMs,
  };
}

const runMany = ['run-many', '--target=build', `--parallel=${parallel}`, '--output-style=static'];

const nxJson = {
  targetDefaults: { build: { dependsOn: ['^build'] } },
  useInferencePlugins: false,
  neverConnectToCloud: true,
  analytics: false,
};

function project({ name, fixture, dependsOn }: Task, seconds: number): string {
  const build = {
    command: `sh ${taskScript} ${fixture} ${seconds}`,
    options: { cwd: `packages/${name}` },
    cache: true,
    outputs: ['{projectRoot}/dist'],
  };
  return json({ name, implicitDependencies: dependsOn, targets: { build } });
}

const variables = { LANG: 'C.UTF-8', NX_DAEMON: 'false', NX_NO_CLOUD: 'true', NX_TUI: 'false', CI: 'false' };

const foldersOf = ({ home, cache, data }: Machine) => ({
  HOME: home,
  NX_CACHE_DIRECTORY: cache,
  NX_WORKSPACE_DATA_DIRECTORY: data,
});
