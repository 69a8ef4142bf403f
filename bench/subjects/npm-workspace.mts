import { json, type Files } from '../work/files.mjs';
import type { Task, Work } from '../work/work.mjs';
import { taskScript } from './tool.mjs';

/** A work as an npm workspace, for the tools that take their graph from the dependencies of packages. */
export function npmWorkspace(work: Work, seconds: number): Files {
  const root = { name: 'workspace', private: true, packageManager: 'npm@10.8.2', workspaces: ['packages/*'] };
  const packages = Object.fromEntries(
    work.tasks.map(({ name }) => [`packages/${name}`, { name, version: '1.0.0' }]),
  );
  return {
    'package.json': json(root),
    'package-lock.json': json({ name: 'workspace', lockfileVersion: 3, packages: { '': root, ...packages } }),
    '.gitignore': 'node_modules\ndist\n.turbo\n',
    ...Object.fromEntries(
      work.tasks.map((task) => [`packages/${task.name}/package.json`, manifest(task, seconds)]),
    ),
  };
}

function manifest({ name, fixture, dependsOn }: Task, seconds: number): string {
  const scripts = { build: `sh ${taskScript} ${fixture} ${seconds}` };
  return json({
    name,
    version: '1.0.0',
    scripts,
    dependencies: Object.fromEntries(dependsOn.map((other) => [other, '1.0.0'])),
  });
}

/** The folder of an `npm` stub that only does what these tools need. */
export const npmFolder = new URL('../peers', import.meta.url).pathname;
