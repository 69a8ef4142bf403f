import { dirname, join } from 'node:path';
import { json } from '../work/files.mjs';
import { npmFolder, npmWorkspace } from './npm-workspace.mjs';
import { parallel, type Tool } from './tool.mjs';

/** Turborepo; its local cache where the machine has it. */
export function createTurboTool(node: string): Tool {
  return {
    files: (work, { seconds }) => ({ ...npmWorkspace(work, seconds), 'turbo.json': json(turboJson) }),
    command: ({ workspace }) => [join(workspace, 'node_modules/.bin/turbo'), ...arguments_],
    env: ({ home, cache }) => ({
      PATH: `${npmFolder}:${dirname(node)}:${process.env['PATH'] ?? ''}`,
      HOME: home,
      TURBO_CACHE_DIR: cache,
      TURBO_TELEMETRY_DISABLED: '1',
      TURBO_NO_UPDATE_NOTIFIER: '1',
    }),
  };
}

const arguments_ = ['run', 'build', `--concurrency=${parallel}`, '--ui=stream', '--output-logs=full'];
const turboJson = { envMode: 'loose', tasks: { build: { dependsOn: ['^build'], outputs: ['dist/**'] } } };
