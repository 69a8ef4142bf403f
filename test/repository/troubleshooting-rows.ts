/** Warnings and what to do about them; `<…>` stands for what differs. A spec holds that the package prints them. */
type Rows = Readonly<Record<string, string>>;

export const end: Rows = {
  'the remote cache is off: its configuration is not valid':
    'Correct the keys and variables that the lines below it name: [configuration](configuration.md).',
  '<n> artifacts were not uploaded':
    'The uploads made no progress for 10 s, or took longer than `NX_AZURE_CACHE_DRAIN_TIMEOUT`. Check the connection, or raise [the limits](configuration.md#the-end-of-a-run).',
  'nothing was stored: this run is trusted, but NX_AZURE_CACHE_SIGNING_KEY is missing':
    'Give the job that variable: [security](security.md#set-it-up). For a job that only reads, set `azure.ciMode` to `read-only`.',
  'Nx did not take the cached result of <task>':
    'Nx 24.0.5 and later refuse outputs with a link that leaves its output: replace it by a copy. For other causes see `NX_VERBOSE_LOGGING=true`.',
};
export const artifacts: Rows = {};
export const signIn: Rows = {};
