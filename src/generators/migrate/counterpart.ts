/** What stands here for an option of a runner that is not known, as far as its name tells. */
export function counterpartOf(option: string, value: unknown): string {
  if (isReadOnly(option, value)) return 'is azure.localMode and azure.ciMode: "read-only"';
  const [, meaning] = counterparts.find(([names]) => names.test(option)) ?? [];
  return meaning ?? 'has no counterpart that is known here: see what it did before you remove it';
}

const isReadOnly = (option: string, value: unknown) =>
  (/^readOnly$/i.test(option) && value === true) || (option === 'write' && value === false);

const counterparts: readonly (readonly [RegExp, string])[] = [
  [
    /^(read|write|readOnly)$/i,
    'is azure.localMode and azure.ciMode: "read-write", "read-only" or "no-cache"',
  ],
  [/bucket|container/i, 'is azure.container, which must exist'],
  [/prefix/i, 'is azure.prefix'],
  [/endpoint|^url$/i, 'is azure.endpoint, where it is not https://<account>.blob.core.windows.net'],
  [/accountName/i, 'is azure.accountName'],
  [/region|profile|pathStyle/i, 'belongs to S3 and has no counterpart'],
  [/^cacheableOperations$/, 'is "cache": true in targetDefaults'],
  [/^(parallel|maxParallel)$/, 'is "parallel" of nx.json'],
  [/^(cacheDirectory|useDaemonProcess)$/, 'is the same key of nx.json'],
  [/^verbose$/, 'is NX_VERBOSE_LOGGING=true'],
  [/^(name|silent|dotenv|dotenvPath)$/, 'is not needed'],
  [
    /^(canTrackAnalytics|showUsageWarnings|useLightClient|scan)$/,
    'belongs to Nx Cloud and has no counterpart',
  ],
];
