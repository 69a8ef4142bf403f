import { ArchiveError } from '../../src/errors.js';

/** Warnings and their fixes, in Markdown; `<…>` stands for a variable part. A spec checks that the package prints them. */
export type Rows = Readonly<Record<string, string>>;

export const end: Rows = {
  'the remote cache is off: its configuration is not valid':
    'correct the keys and variables that it lists ([configuration](configuration.md))',
  'the remote cache is off: <license>':
    'activate a valid [license](license.md), or remove `azure.license` from nx.json',
  '<n artifacts were> not uploaded: the uploads made no progress, or took too long':
    'check the connection, or raise [the limits](configuration.md#the-end-of-a-run)',
  'Nx did not take the cached result of <task>':
    'replace links that leave their output by copies (Nx 24.0.5 and later); for other causes set `NX_VERBOSE_LOGGING=true`',
  'Nx <version> is newer than this package was tested with':
    'update nx-azure-cache, or set `NX_AZURE_CACHE_NEW_NX_WARNING=false`',
  '<file> could not be written':
    'check the path in `NX_AZURE_CACHE_SUMMARY`, or the place of the [job summary](run-summary.md#job-summaries)',
};

/** Keyed by fault; the package contains the words. */
export const artifacts: readonly (readonly [
  operation: 'retrieve' | 'store',
  error: Error,
  advice: string,
])[] = [
  ['retrieve', onDisk('<code>'), 'free space, or correct the rights of `.nx/cache`'],
  [
    'retrieve',
    new ArchiveError('<file>', '<reason>'),
    'the artifact is damaged or malicious; find out who wrote it (`npx nx-azure-cache explain <task>`)',
  ],
  [
    'retrieve',
    new ArchiveError('outputs/<file>', '<reason>', { unportable: true }),
    'rename these outputs, or replace the links ([platforms](platforms.md))',
  ],
  [
    'store',
    new ArchiveError('<file>', '<reason>'),
    'remove sockets, pipes and links that leave the outputs, and let nothing change them after the task',
  ],
  ['store', onDisk('ENOENT'), 'raise `maxCacheSize` in nx.json, and do not run `nx reset` during a build'],
  ['retrieve', new Error('<error>'), 'report it at https://github.com/OWNER/nx-azure-cache/issues'],
];

function onDisk(code: string): Error {
  return Object.assign(new Error(code), { code, syscall: 'open' });
}

export const untrusted: Rows = {
  'artifact <hash> in scope "<scope>" of container "<container>" was not used':
    'find out who could write it without the key ([security](security.md)); the next trusted run replaces it',
};

export const signIn: Rows = {
  'Entra ID gave no token within <n> s':
    'set `AZURE_TOKEN_CREDENTIALS` to your credential, so that no other is asked first',
  '<tool> gave no token within <n> s and was ended':
    'run `az account get-access-token --resource https://storage.azure.com` to see what it waits for',
  'the sign-in to Azure is set up incompletely: <what is wrong>':
    'correct the named `AZURE_*` variable, or the file that it names',
  'Azure Storage requires a new sign-in':
    'run `az logout` and `az login`, or azure/login again: a policy or a password has changed',
};
