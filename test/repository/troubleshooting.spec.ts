import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';

import { ArchiveError } from '../../src/errors.js';
import { byCode, tokenNotAccepted, type Attempt } from '../../src/blob/azure-verdicts.js';
import { toSignInError } from '../../src/blob/sign-in-failure.js';
import { toFault } from '../../src/worker/to-fault.js';

const attempt: Attempt = { operation: 'read', account: '<account>', container: '<container>' };

/** The messages of the table of Azure's codes, each once, in its order. */
const azure = () => [
  ...new Set(
    (['read', 'write', 'replace'] as const).flatMap((operation) =>
      Object.values(byCode).map(({ advice }) => advice({ ...attempt, operation })),
    ),
  ),
];

/** `what; what to do` → a heading and a paragraph. */
function entry(message: string): string {
  const [, what = message, toDo = ''] = /^(.*?)[;:] (.*)$/s.exec(message) ?? [];
  const sentence = toDo === '' ? '' : `${toDo[0]?.toUpperCase() ?? ''}${toDo.slice(1)}.\n`;
  return `### \`${what}\`\n\n${sentence}`;
}

test('docs/troubleshooting.md has the messages', async () => {
  const page = ['# Troubleshooting', '', '## Azure', ...azure().map(entry)].join('\n');
  const options = await resolveConfig(import.meta.filename);
  await expect(await format(page, { ...options, parser: 'markdown' })).toMatchFileSnapshot(
    '../../docs/troubleshooting.md',
  );
});
