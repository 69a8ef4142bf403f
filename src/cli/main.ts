#!/usr/bin/env node
import type { WriteStream } from 'node:tty';

import { takeSigningKey } from '../config/take-signing-key.js';
import type { Sink } from './host.js';
import { runCli } from './run-cli.js';

const host = {
  cwd: process.cwd(),
  env: takeSigningKey(),
  out: toSink(process.stdout),
  err: toSink(process.stderr),
};

void runCli(process.argv.slice(2), host).then((exitCode) => {
  process.exitCode = exitCode;
  // Nobody waits for a request any more whose time is up; what has ended by itself does not get so far.
  setTimeout(() => process.exit(), 500).unref();
});

/** Node itself respects NO_COLOR and the kind of the terminal. */
function toSink(stream: WriteStream): Sink {
  return {
    write: (text) => stream.write(text),
    width: stream.isTTY ? stream.columns : undefined,
    hasColors: stream.isTTY && stream.hasColors(),
  };
}
