/** Runs the specs whose code depends on features of the running Node (zstd, `ArrayBuffer.transfer`) on Node 24 as well. */
import { execFileSync } from 'node:child_process';

import { installNode } from '../test/support/install/node-version.js';

const node = await installNode('24');
const specs = ['src/archive', 'src/artifact', 'src/worker', 'test/hostile'];
const projects = ['--project', 'unit', '--project', 'contract'];
execFileSync(node, ['node_modules/vitest/vitest.mjs', 'run', ...projects, ...specs], { stdio: 'inherit' });
