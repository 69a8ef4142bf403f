import { describe, expect, test } from 'vitest';

import { version } from '../../package.json';
import { createFakeHost } from '../../test/fakes/host.js';
import { runCli } from './run-cli.js';

async function run(...words: string[]) {
  const host = createFakeHost();
  const exitCode = await runCli(words, host);
  return { exitCode, ...host.written };
}

test('--version prints the version alone', async () => {
  expect(await run('--version')).toEqual({ exitCode: 0, out: `${version}\n`, err: '' });
});

test.each([
  ['--help'],
  ...['doctor', 'explain', 'stats', 'ls', 'prune', 'keygen', 'license'].map((command) => [command, '--help']),
  ['help', 'keygen'],
  ...['keygen', 'issue', 'show'].map((command) => ['license', command, '--help']),
])('%s %s prints the usage, with examples', async (...words) => {
  const { exitCode, out, err } = await run(...words.filter((word) => word !== ''));
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  expect(out).toContain('Options:');
  expect(out).toContain('Examples:\n  $ npx nx-azure-cache ');
});

test('without a command the usage is printed, and the exit code is 1', async () => {
  const { exitCode, out, err } = await run();
  expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
  expect(err).toContain('Commands:');
});

describe('an unknown word is an error:', () => {
  test.each([
    [['docter'], "error: unknown command 'docter'\n(Did you mean doctor?)\n"],
    [['doctor', '--trsut'], "error: unknown option '--trsut'\n(Did you mean --trust?)\n"],
    [['doctor', 'now'], "error: too many arguments for 'doctor'. Expected 0 arguments but got 1.\n"],
    [['keygen', '--id'], "error: option '--id <id>' argument missing\n"],
    [['ls', '--sort', 'age'], 'Allowed choices are newest, oldest, largest, name.'],
    [['ls', '--limit', '-1'], 'Expected a whole number.'],
    [['license', 'shwo'], "error: unknown command 'shwo'\n(Did you mean show?)\n"],
    [['license', 'eyJhbGciOiJFZERTQSJ9.e30.AAAA'], "error: unknown command '[redacted]'"],
    [['keygen', '--id', 'a:b'], "error: option '--id <id>' argument 'a:b' is invalid."],
  ])('%j', async (words, message) => {
    const { exitCode, out, err } = await run(...words);
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(err).toContain(message);
    expect(err).toContain('(add --help for usage)');
  });
});
