/** Warnings and what to do about them, in Markdown; `<…>` stands for what differs. A spec holds that the package prints them. */
export type Rows = Readonly<Record<string, string>>;

export const end: Rows = {
  'the remote cache is off: its configuration is not valid':
    'correct the keys and variables in the lines below it ([configuration](configuration.md))',
  'the cache is not shared, and each machine uses its own: <license>':
    'activate a valid [license](license.md), or remove `azure.license` from nx.json',
  '<n artifacts were> not uploaded: the uploads made no progress, or took too long':
    'check the connection, or raise [the limits](configuration.md#the-end-of-a-run)',
  'nothing was stored: this run is trusted, but NX_AZURE_CACHE_SIGNING_KEY is missing':
    'give this job the variable ([security](security.md#set-it-up)), or set `azure.ciMode` to `read-only`',
  'nothing was stored: this CI does not surely say whose code it builds':
    'set `NX_AZURE_CACHE_SCOPE` ([configuration](configuration.md#trust))',
  'Nx did not take the cached result of <task>':
    'replace a link that leaves its output by a copy, because Nx 24.0.5 and later refuse it; for other causes see `NX_VERBOSE_LOGGING=true`',
  'Nx <version> is newer than this package was tested with':
    'update nx-azure-cache, or set `NX_AZURE_CACHE_NEW_NX_WARNING=false`',
  '<file> could not be written':
    'check the path in `NX_AZURE_CACHE_SUMMARY`, or the place of the [job summary](run-summary.md#job-summaries)',
};

export const artifacts: Rows = {
  'an artifact was not restored: the local cache directory could not be written (<code>)':
    'free space, or correct the rights of `.nx/cache`',
  'an artifact was not restored: <file> <reason>':
    'do nothing: the artifact is damaged or malicious, and the task runs; if it happens again, find out who wrote it (`npx nx-azure-cache explain <task>`)',
  'artifact <hash> in scope "<scope>" of container "<container>" was not used':
    'find out who could write it without the key ([security](security.md)); the next trusted run replaces it',
  'this system cannot hold outputs such as <file>':
    'rename the outputs, or replace the links ([platforms](platforms.md)); until then such tasks run on this system',
  'an artifact was not stored: <file> <reason>':
    'remove sockets, pipes and links that leave the outputs, and let nothing change them after the task',
  'an artifact was not stored: its files were gone from the local cache before they were read':
    'raise `maxCacheSize` in nx.json, and do not run `nx reset` during a build',
  'a defect of nx-azure-cache':
    'report it, with the message, at https://github.com/OWNER/nx-azure-cache/issues',
};

export const signIn: Rows = {
  'Entra ID gave no token: <reason> (AADSTS<code>)':
    'do what the warning says for this code; `https://login.microsoftonline.com/error?code=<code>` explains it',
  'Entra ID gave no token within <n> s':
    'set `AZURE_TOKEN_CREDENTIALS` to the credential that you use, so that no other is asked first; the run uses the cache once the token arrives',
  '<tool> gave no token within <n> s and was ended':
    'run `az account get-access-token --resource https://storage.azure.com` to see what it waits for',
  'nobody is signed in to Azure: <what is wrong>':
    'correct the named `AZURE_*` variable, or the file that it names',
  'Azure Storage wants a new sign-in':
    'run `az logout` and `az login`, or azure/login again: a policy or a password has changed',
};
