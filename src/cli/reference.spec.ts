import type { Command } from 'commander';
import { expect, test } from 'vitest';

import { createFakeHost } from '../../test/fakes/host.js';
import { createProgram, runCli } from './run-cli.js';

/** `npx vitest run --project unit src/cli/reference -u` generates the page again. */
test('docs/cli.md is the help of all commands', async () => {
  const sections = await Promise.all(paths(createProgram(createFakeHost())).map(section));
  await expect(`${head}\n${sections.join('\n')}`).toMatchFileSnapshot('../../docs/cli.md');
});

const head = `# Commands

What \`npx nx-azure-cache <command> --help\` prints. This page is made from it.
`;

/** The words of every command, those with parts of their own before their parts. */
function paths(command: Command, words: readonly string[] = []): (readonly string[])[] {
  return [words, ...command.commands.flatMap((part) => paths(part, [...words, part.name()]))];
}

async function section(words: readonly string[]): Promise<string> {
  const host = createFakeHost();
  await runCli([...words, '--help'], host);
  const name = ['nx-azure-cache', ...words].join(' ');
  return `## ${name}\n\n\`\`\`\n${host.written.out.trim()}\n\`\`\`\n`;
}
