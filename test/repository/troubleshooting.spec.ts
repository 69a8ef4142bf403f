import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';

import { byCode, tokenNotAccepted, type Attempt } from '../../src/blob/azure-verdicts.js';
import { toSignInError, type SignInTrace } from '../../src/blob/sign-in-failure.js';
import { named } from '../fakes/token-credential.js';
import { listFiles, readRepositoryFile } from './files.js';
import { artifacts, end, signIn } from './troubleshooting-rows.js';

/** `npx vitest run --project unit test/repository/troubleshooting -u` writes the page from the messages. */
test('docs/troubleshooting.md has the messages of a run', async () => {
  const page = [
    introduction,
    '## The end of a run',
    ...Object.entries(end).map(row),
    '## Artifacts',
    ...Object.entries(artifacts).map(row),
    '## Signing in',
    ...signInMessages().map(message),
    ...Object.entries(signIn).map(row),
    '## Azure',
    ...azureMessages(),
  ].join('\n\n');
  const options = await resolveConfig(import.meta.filename);
  const text = await format(page, { ...options, parser: 'markdown' });
  await expect(text).toMatchFileSnapshot('../../docs/troubleshooting.md');
});

const sources = listFiles(/^src\/(?!.*\.spec\.ts$).*\.ts$/)
  .map(readRepositoryFile)
  .join('\n')
  .replace(/['`] \+\n\s*['`]/g, '');

test.each(Object.keys({ ...end, ...artifacts, ...signIn }))('%s: the package prints it', (heading) => {
  const parts = heading.split(/<.*?>/).map((part) => part.trim());
  expect(parts.filter((part) => !sources.includes(part))).toEqual([]);
});

const introduction = `# Troubleshooting

The warnings of a run, without \`nx-azure-cache: warning:\`. \`<…>\` stands for a part that differs. No warning?
\`npx nx-azure-cache doctor\` checks the setup, and \`npx nx-azure-cache explain <task>\` explains a miss.`;

const row = ([heading, advice]: [string, string]) => `### \`${heading}\`\n\n${advice}`;

/** `what; what to do` → a heading and a paragraph. */
function message(text: string): string {
  const [, what = text, toDo = ''] = /^(.*?)[;:] (.*)$/s.exec(text) ?? [];
  const sentence = toDo
    .replace(/^[a-z](?=[a-z]* )/, (letter) => letter.toUpperCase())
    .replace(/(?<!\.)$/, '.');
  return `### \`${what}\`\n\n${toDo === '' ? '' : sentence.replaceAll('<', '\\<')}`;
}

/** Each message of the table of Azure's codes once, with its codes. */
function azureMessages(): string[] {
  const attempt: Attempt = { operation: 'read', account: '<account>', container: '<container>' };
  const codes = new Map<string, string[]>();
  for (const operation of ['read', 'write'] as const)
    for (const [code, { advice }] of Object.entries(byCode)) {
      const text = advice({ ...attempt, operation });
      codes.set(text, [...(codes.get(text) ?? []), code]);
    }
  return [...codes].map(
    ([text, known]) => `${message(text)} (${known.map((code) => `\`${code}\``).join(', ')})`,
  );
}

function signInMessages(): string[] {
  const unavailable = named('CredentialUnavailableError', '');
  const tools = (errors: string, code = 1): SignInTrace => ({
    tools: [{ tool: 'az', end: { code }, errors }],
  });
  const answer = (status: number): SignInTrace => ({
    answer: { host: '<host>', status, managed: true, metadata: false },
  });
  return [
    toSignInError(unavailable, {}),
    toSignInError(unavailable, tools('bad interpreter')),
    toSignInError(unavailable, tools('Permission denied', 126)),
    toSignInError(named('AuthenticationError', 'ENOTFOUND'), {}),
    toSignInError(unavailable, {}, { flaw: '<what is wrong>' }),
    toSignInError(unavailable, answer(403)),
    toSignInError(unavailable, { silent: '<host>' }),
    toSignInError(named('AuthenticationError', ''), {}),
  ]
    .map((error) => error.message)
    .concat(
      tokenNotAccepted({ tenant: '<tenant>', audience: undefined, wanted: '<other tenant>' }).advice({
        operation: 'read',
        account: '<account>',
        container: '<container>',
      }),
    );
}
