import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';

import { errorTable, otherErrors, tokenErrors, type ErrorRule } from '../../src/blob/error-table.js';
import { entraErrors } from '../../src/blob/sign-in/entra-errors.js';
import { toSignInError, type SignInTrace } from '../../src/blob/sign-in/sign-in-error.js';
import { resolveConfig as resolveAzure } from '../../src/config/resolve-config.js';
import { resolveAccess } from '../../src/trust/resolve-access.js';
import { toFault } from '../../src/worker/to-fault.js';
import { pushToMain } from '../support/workspace/github.js';
import { named } from '../support/fakes/token-credential.js';
import { listFiles, readRepositoryFile } from './files.js';
import { artifacts, end, signIn, untrusted, type Rows } from './troubleshooting-rows.js';

/** `npx vitest run --project unit test/repository/troubleshooting -u` writes the page from the messages. */
test('docs/troubleshooting.md has the messages of a run', async () => {
  const page = [
    introduction,
    '## The end of a run',
    ...written(end),
    ...refusals().map(split).map(section),
    '## Artifacts',
    ...artifacts.map(([operation, error, advice]) =>
      section({ ...split(toFault(error, operation).message), advice }),
    ),
    ...written(untrusted),
    '## Signing in',
    entraSection(),
    ...written(signIn),
    ...failedSignIns().map(split).map(section),
    ...Object.values(tokenErrors).map(sectionOf),
    '## Azure',
    ...rules.filter(({ advice }) => advice !== undefined).map(sectionOf),
    '## Nothing to do',
    'The run retries, or the artifact counts as a miss or as not stored.',
    rules.flatMap(({ advice, message }) => (advice === undefined ? `- \`${fill(message)}\`` : [])).join('\n'),
  ].join('\n\n');
  const options = await resolveConfig(import.meta.filename);
  const text = await format(page, { ...options, parser: 'markdown' });
  await expect(text).toMatchFileSnapshot('../../docs/troubleshooting.md');
});

const sources = listFiles(/^src\/(?!.*\.(spec|contract)\.ts$).*\.ts$/)
  .map(readRepositoryFile)
  .join('\n')
  .replace(/['`] \+\n\s*['`]/g, '');

test.each(Object.keys({ ...end, ...untrusted, ...signIn }))('"%s" is a message of the package', (heading) => {
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
  const known = codes
    .slice(0, 1)
    .map((code) => `\`${code}\``)
    .join(', ');
  return `### \`${what}\`\n\n${sentence}.${known && ` (${known})`}`;
}

const written = (rows: Rows) => Object.entries(rows).map(([what, advice]) => section({ what, advice }));

const sectionOf = ({ message, advice = '', codes, statuses }: ErrorRule): string =>
  section({ what: fill(message), advice: markUp(fill(advice)), codes: codes ?? statuses?.map(String) });

/** Each message once: two rows may differ in their advice only. */
const rules = [...errorTable, ...Object.values(otherErrors)].filter(
  ({ message }, index, all) => index === all.findIndex((other) => other.message === message),
);

/** The reasons that CI jobs meet. */
function entraSection(): string {
  const special = entraErrors.filter(({ advice }) => /federated|azure\/login|new one/.test(advice));
  const items = special.map(({ reason, advice }) => `- ${reason}: ${markUp(advice)}`);
  const others = '- all others: do as the warning says';
  return ['### `Entra ID gave no token: <reason> (AADSTS<code>)`', '', ...items, others]
    .join('\n')
    .replaceAll('{login}', 'sign in again');
}

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
  const [, what = message, advice] = /^(.*?); (.*)$/s.exec(message) ?? [];
  return { what, advice: advice && markUp(advice) };
}

/** Why a run stores nothing: its CI is unknown, or it has no signing key. */
function refusals(): string[] {
  const publicKeys = [`key:${Buffer.alloc(32).toString('base64')}`];
  const azure = { accountName: 'account', container: 'container', trust: { branches: ['main'], publicKeys } };
  return [{ CI: 'true' }, { CI: 'true', ...pushToMain }].map(
    (env) => resolveAccess(resolveAzure(azure, env), env).refusal ?? '',
  );
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
    toSignInError(unavailable, { answer }),
    toSignInError(unavailable, { silent: '<host>' }),
    toSignInError(named('AuthenticationError', 'ENOTFOUND'), {}),
  ].map(({ message }) => message);
}
