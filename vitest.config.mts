import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vitest/config';

/** It imports JSON without saying so, which Node does not take, and names sources that it does not ship. */
const workflowParser: Plugin = {
  name: 'workflow-parser',
  enforce: 'pre',
  load: (id) =>
    /@actions\/workflow-parser\/.*\.js$/.test(id)
      ? readFileSync(id, 'utf8').replace(/^\/\/# sourceMappingURL=.*/m, '')
      : undefined,
};

const specs = (kind: string) => [
  `{src,test,e2e}/**/*.${kind}.ts`,
  `bench/{blob-server,measure,profile,report}/**/*.${kind}.ts`,
];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: specs('spec'),
          setupFiles: ['test/support/no-processes.ts'],
          testTimeout: 30_000,
          maxWorkers: '100%', // vitest would leave one of two cores idle
          server: { deps: { inline: ['@actions/workflow-parser'] } },
        },
        plugins: [workflowParser],
      },
      {
        test: {
          name: 'contract',
          include: specs('contract'),
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: '100%',
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.ts'],
          testTimeout: 240_000,
          hookTimeout: 300_000,
          maxWorkers: 2,
          globalSetup: ['e2e/global-setup.ts'],
        },
      },
      {
        test: {
          name: 'windows',
          include: ['e2e/windows/*.windows.ts'],
          testTimeout: 480_000,
          hookTimeout: 300_000,
          maxWorkers: 2,
          globalSetup: ['e2e/windows/global-setup.ts'],
        },
      },
      {
        test: {
          name: 'azure',
          include: ['e2e/azure/*.azure.ts'],
          testTimeout: 600_000,
          hookTimeout: 300_000,
          maxWorkers: 1,
        },
      },
    ],
  },
});
