import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';

import { errorTable, otherErrors, tokenErrors, type ErrorRule } from '../../src/blob/error-table.js';
import { toSignInError, type SignInTrace } from '../../src/blob/sign-in-failure.js';
import { named } from '../fakes/token-credential.js';
import { listFiles, readRepositoryFile } from './files.js';
import { artifacts, end, signIn, type Rows } from './troubleshooting-rows.js';

/** `npx vitest run --project unit test/repository/troubleshooting -u` writes the page from the messages. */
test('docs/troubleshooting.md has the messages of a run', async () => {
  const page = [
    introduction,
    '## The end of a run',
    ...written(end),
    '## Artifacts',
    ...written(artifacts),
    '## Signing in',
    ...written(signIn),
    ...failedSignIns().map(split).map(section),
    ...Object.values(tokenErrors).map(sectionOf),
    '## Azure',
    ...errorTable.filter(isFirstOfItsMessage).map(sectionOf),
    ...Object.values(otherErrors).filter(isFirstOfItsMessage).map(sectionOf),
  ].join('\n\n');
  const options = await resolveConfig(import.meta.filename);
  const text = await format(page, { ...options, parser: 'markdown' });
  await expect(text).toMatchFileSnapshot('../../docs/troubleshooting.md');
});

const sources = listFiles(/^src\/(?!.*\.spec\.ts$).*\.ts$/)
  .map(readRepositoryFile)
  .join('\n')
  .replace(/['`] \+\n\s*['`]/g, '');

test.each(Object.keys({ ...end, ...artifacts, ...signIn }))('"%s" is a message of the package', (heading) => {
  const parts = heading.split(/<.*?>|: /).map((part) => part.replace(/[()"]/g, '').trim());
  expect(parts.filter((part) => !sources.includes(part))).toEqual([]);
});

const introduction = `# Troubleshooting

The warnings of a run, after \`nx-azure-cache: warning:\`; \`<…>\` stands for what differs. Without a warning run
\`npx nx-azure-cache doctor\`, and for a miss \`npx nx-azure-cache explain <task>\`.`;

interface Message {
  readonly what: string;
  readonly advice: string | undefined;
  readonly codes?: readonly string[] | undefined;
}

function section({ what, advice = '', codes = [] }: Message): string {
  const sentence = advice.charAt(0).toUpperCase() + advice.slice(1);
  const shown = codes.slice(0, 2).map((code) => `\`${code}\``);
  const known = [...shown, ...(codes.length > shown.length ? ['…'] : [])].join(', ');
  return `### \`${what}\`\n\n${sentence}.${known && ` (${known})`}`;
}

const written = (rows: Rows) => Object.entries(rows).map(([what, advice]) => section({ what, advice }));

function sectionOf({ message, advice, codes, statuses, retryable }: ErrorRule): string {
  const otherwise = retryable
    ? 'the run retries, then goes on without the remote cache'
    : 'other artifacts are not affected';
  const sentence = advice === undefined ? otherwise : markUp(fill(advice));
  return section({ what: fill(message), advice: sentence, codes: codes ?? statuses?.map(String) });
}

/** Several rows have one message, e.g. with advice for writing and without. */
const isFirstOfItsMessage = ({ message }: ErrorRule) => !seen.has(message) && seen.add(message);
const seen = new Set<string>();

const words: Readonly<Record<string, string>> = {
  doing: '<read/write>',
  operation: '<read/write>',
  role: 'Storage Blob Data Contributor',
};

const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => words[name] ?? `<${name}>`);

/** Markdown of a plain text: variables and placeholders as code, addresses of pages as links. */
const markUp = (text: string) =>
  text
    .replace(/https:\S+\/([\w-]+)\.md/g, '[$1]($1.md)')
    .replace(/\b[A-Z]+_[A-Z_*]+(=\S+)?|\bazure\.(?!com)\w+|"?<.*?>"?/g, '`$&`');

/** `what; what to do` */
function split(message: string): Message {
  const [, what = message, advice] = /^(.*?)[;:] (.*)$/s.exec(message) ?? [];
  return { what, advice: advice && markUp(advice) };
}

function failedSignIns(): string[] {
  const unavailable = named('CredentialUnavailableError', '');
  const az = (errors: string, code: number): SignInTrace => ({
    tools: [{ tool: 'az', end: { code }, errors }],
  });
  const answer = { host: '<host>', status: 403, managed: true, metadata: false };
  return [
    toSignInError(unavailable, {}),
    toSignInError(unavailable, az('', 126)),
    toSignInError(unavailable, az('', 1)),
    toSignInError(unavailable, { answer }),
    toSignInError(unavailable, { silent: '<host>' }),
    toSignInError(named('AuthenticationError', 'ENOTFOUND'), {}),
    toSignInError(named('AuthenticationError', ''), {}),
  ].map(({ message }) => message);
}
