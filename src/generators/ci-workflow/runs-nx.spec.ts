import { expect, test } from 'vitest';

import { runsNx } from './runs-nx.js';

const scripts = {
  'build:all': 'nx run-many -t build',
  format: 'nx format:write',
  start: 'tsx main.ts',
  test: 'NX_DAEMON=false nx affected -t test',
};

test.each([
  'npx nx affected -t lint test build',
  'npx nx affected:test --base=origin/main',
  'nx build web',
  'nx run web:build:production',
  'yarn nx run-many --target=test',
  'pnpm exec nx e2e web',
  'npx --yes nx@21 run-many -t build',
  'bunx nx test',
  './nx build web',
  'node_modules/.bin/nx test web',
  'NX_VERBOSE_LOGGING=true CI=1 npx nx test web',
  'npx nx-cloud record -- npx nx affected -t build',
  'npx nx --verbose build web',
  'npm ci && npx nx build web',
  'npm ci\n# all of it\nnpx nx run-many \\\n  -t build',
  'xvfb-run -a npx nx e2e web',
  'npx nx affected -t ${{ matrix.target }}',
  'pnpm run build:all',
  'pnpm build:all --verbose',
  'yarn build:all',
  'npm test',
  'npm run test -- --watch=false',
])('runs tasks: %s', (script) => {
  expect(runsNx(script, scripts)).toBe(true);
});

test.each([
  '',
  'npm ci',
  'npm install -D nx @nx/js',
  'pnpm add -w nx typescript',
  'npx nx format:check',
  'npx nx-cloud record -- nx format:check --base=main',
  'npx nx-cloud start-ci-run --distribute-on="3 linux-medium-js"',
  'npx nx start-ci-run --distribute-on="3 linux-medium-js"',
  'npx nx fix-ci',
  'npx nx release publish',
  'npx nx graph --file=graph.json',
  'npx nx show projects --affected',
  'npx nx --version',
  '# npx nx build web',
  'cd apps/nx && ls',
  'echo done',
  'npm run format',
  'npm start',
  'pnpm run missing',
  'npm run build:all:not',
])('runs none: %s', (script) => {
  expect(runsNx(script, scripts)).toBe(false);
});
