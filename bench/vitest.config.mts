import { defineConfig } from 'vitest/config';

/** Run before each benchmark, not with the unit tests: the network keeps to its profiles only on an idle machine. */
export default defineConfig({ test: { include: ['network/**/*.spec.ts'], testTimeout: 60_000 } });
