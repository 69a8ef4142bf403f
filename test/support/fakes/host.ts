import type { Environment } from '../../../src/config/environment.js';
import type { Host, Sink } from '../../../src/cli/host.js';

/** A process without a terminal, and its output. */
export interface FakeHost extends Host {
  readonly written: { out: string; err: string };
  /** the questions to the user */
  readonly questions: readonly string[];
}

interface FakeHostOptions {
  cwd?: string;
  env?: Environment;
  /** the user's answer to every question; undefined: no user */
  answer?: string | undefined;
  interrupt?: AbortSignal;
}

export function createFakeHost({
  cwd = '/nowhere',
  env = {},
  answer,
  interrupt = new AbortController().signal,
}: FakeHostOptions = {}): FakeHost {
  const written = { out: '', err: '' };
  const questions: string[] = [];
  const sink = (name: keyof typeof written): Sink => ({
    write: (text) => {
      written[name] += text;
    },
    width: undefined,
    hasColors: false,
  });
  const ask = (question: string) => {
    questions.push(question);
    return Promise.resolve(answer ?? '');
  };
  return {
    cwd,
    env,
    started: env,
    written,
    questions,
    out: sink('out'),
    err: sink('err'),
    ask: answer === undefined ? undefined : ask,
    catchInterrupt: () => interrupt,
  };
}
