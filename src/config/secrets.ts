import type { CredentialSource } from './credential-source.js';
import { formatKeyText, type KeyText } from './key-text.js';

/** Returns a function that removes all secrets of the credentials and the signing key from a text. */
export function createRedactor(
  credentials: readonly CredentialSource[],
  signingKey?: KeyText,
): (text: string) => string {
  const keys = signingKey ? [formatKeyText(signingKey), signingKey.key] : [];
  const secrets = [...credentials.flatMap(secretsOf), ...keys]
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
