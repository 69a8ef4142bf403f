/** Variables whose values must not be readable anywhere. */
const secretVariables = [
  'AZURE_STORAGE_KEY',
  'AZURE_STORAGE_SAS_TOKEN',
  'AZURE_CLIENT_SECRET',
  'IDENTITY_HEADER',
  'NX_AZURE_CACHE_SIGNING_KEY',
  'NX_POWERPACK_LICENSE',
  'NX_KEY',
] as const;

/** The secrets that a test's own services issue, regardless of the variables. */
const knownSecrets = ['the-token-that-the-managed-identity-gives'];

/**
 * Checks the output of a run for every secret that the run was given.
 *
 * @throws when the output contains a secret
 */
export function assertNoSecrets(
  { stdout, stderr }: { readonly stdout: string; readonly stderr: string },
  env: Readonly<Record<string, string>>,
): void {
  for (const secret of secretsIn(env)) {
    if (`${stdout}${stderr}`.includes(secret)) throw new Error(`a secret was printed:\n${stdout}${stderr}`);
  }
}

function secretsIn(env: Readonly<Record<string, string>>): string[] {
  const connection = env['AZURE_STORAGE_CONNECTION_STRING'] ?? '';
  const found = [
    /AccountKey=([^;]+)/.exec(connection)?.[1],
    /SharedAccessSignature=([^;]+)/.exec(connection)?.[1],
    ...secretVariables.map((name) => env[name]),
    ...knownSecrets,
  ].filter((secret) => secret !== undefined && secret !== '');
  return (found as string[]).flatMap((secret) => [secret, ...signatureOf(secret)]);
}

/** Of a SAS its signature is the secret, also on its own and unescaped. */
function signatureOf(secret: string): string[] {
  const signature = new URLSearchParams(secret).get('sig');
  return signature === null ? [] : [signature, encodeURIComponent(signature)];
}
