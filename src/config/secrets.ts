import type { CredentialSource } from './credential-source.js';

/** Takes every secret of the credential out of a text, whole or in parts. */
export function createRedactor(credential: CredentialSource): (text: string) => string {
  const secrets = secretsOf(credential)
    .flatMap((secret) => [secret, encodeURIComponent(secret), decode(secret)])
    .filter((secret) => secret.length >= 8)
    .sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((redacted, secret) => redacted.replaceAll(secret, '[redacted]'), text);
}

function secretsOf(credential: CredentialSource): string[] {
  if (credential.kind === 'default') return [];
  const { value } = credential;
  return [value, /AccountKey=([^;]+)/i.exec(value)?.[1], /[?&;]?sig=([^&;]+)/i.exec(value)?.[1]].filter(
    (secret) => secret !== undefined,
  );
}

function decode(secret: string): string {
  try {
    return decodeURIComponent(secret);
  } catch {
    return secret;
  }
}
