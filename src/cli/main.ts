#!/usr/bin/env node
import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import type { WriteStream } from 'node:tty';

import { tidyForLibraries, takeSigningKey } from '../config/environment.js';
import type { Sink } from './host.js';
import { loadEnvFiles } from './load-env-files.js';
import { runCli } from './run-cli.js';

const started = loadEnvFiles(process.cwd(), process.env);
tidyForLibraries();

const host = {
  started,
  cwd: process.cwd(),
  env: takeSigningKey(),
  out: toSink(process.stdout),
  err: toSink(process.stderr),
  ask: process.stdin.isTTY && process.stderr.isTTY ? ask : undefined,
  catchInterrupt,
};

// A reader that closes its end (`| head`) ends the command; losing the reader of progress does not.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
process.stderr.on('error', () => undefined);

void runCli(process.argv.slice(2), host).then((exitCode) => {
  process.exitCode = exitCode;
  // Once everything is written, do not wait for requests that have timed out. A process that has ended by itself does not get here.
  process.stdout.write('', () => setTimeout(() => process.exit(), 500).unref());
});

/** Node itself respects NO_COLOR and the kind of the terminal. */
function toSink(stream: WriteStream): Sink {
  return {
    write: (text) => stream.write(text),
    width: stream.isTTY ? stream.columns : undefined,
    hasColors: stream.isTTY && stream.hasColors(),
  };
}

/** On the standard error, so that the standard output can go to a file. Ctrl-C and Ctrl-D answer nothing. */
async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const closed = once(terminal, 'close').then(() => Promise.reject(new Error('closed')));
  try {
    return await Promise.race([terminal.question(question), closed]);
  } catch {
    process.stderr.write('\n');
    return '';
  } finally {
    terminal.close();
  }
}

function catchInterrupt(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      controller.abort();
    });
  }
  return controller.signal;
}
