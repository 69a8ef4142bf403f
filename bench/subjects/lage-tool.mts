import { dirname, join } from 'node:path';
import { execute } from '../../test/support/install/execute.js';
import { npmFolder, npmWorkspace } from './npm-workspace.mjs';
import { parallel, type Tool } from './tool.mjs';

/** lage with backfill's cache. */
export function createLageTool(node: string): Tool {
  return {
    files: (work, { seconds, remote }) => ({
      ...npmWorkspace(work, seconds),
      'lage.config.js': `module.exports = ${JSON.stringify({ ...config, ...remote }, null, 2)};\n`,
    }),
    prepare: async ({ workspace }) => {
      for (const step of commit) await execute(['git', ...step], workspace);
    },
    command: ({ workspace }) => [node, join(workspace, 'node_modules/lage/dist/lage.js'), ...arguments_],
    env: ({ home }) => ({
      PATH: `${npmFolder}:${dirname(node)}:${process.env['PATH'] ?? ''}`,
      HOME: home,
      TMPDIR: home,
    }),
  };
}

/** lage asks git for the hashes of files, so there must be a commit. */
const commit = [
  ['init', '--quiet'],
  ['add', '.'],
  ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost', 'commit', '--quiet', '--message=All'],
];

const arguments_ = ['build', `--concurrency=${parallel}`, '--verbose'];

const config = {
  npmClient: 'npm',
  pipeline: { build: { dependsOn: ['^build'], outputs: ['dist/**'] } },
  cacheOptions: { outputGlob: ['dist/**'] },
};
