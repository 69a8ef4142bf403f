import type { Environment } from '../../src/config/environment.js';
import type { Host, Sink } from '../../src/cli/host.js';

/** A process without a terminal, and what it wrote. */
export interface FakeHost extends Host {
  readonly written: { out: string; err: string };
}

export function createFakeHost({
  cwd = '/nowhere',
  env = {},
}: { cwd?: string; env?: Environment } = {}): FakeHost {
  const written = { out: '', err: '' };
  const sink = (name: keyof typeof written): Sink => ({
    write: (text) => {
      written[name] += text;
    },
    width: undefined,
    hasColors: false,
  });
  return { cwd, env, written, out: sink('out'), err: sink('err') };
}
