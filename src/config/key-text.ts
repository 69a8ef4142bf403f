/** One half of a key pair, as text `main-2025:3q2+7w…=`: an id and 32 bytes in base64. */
export interface KeyText {
  readonly id: string;
  /** base64 of 32 bytes: a public key, or the seed of a signing key */
  readonly key: string;
}

export const keyIdPattern = /^[\w-]{1,32}$/;

/** `<key id>:<base64 of 32 bytes>`; of the last character only four bits count, and the others must be zero. */
export const keyTextPattern = /^[\w-]{1,32}:[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

/** Parses `<key id>:<base64 of 32 bytes>`; undefined for anything else. */
export function parseKeyText(text: string): KeyText | undefined {
  if (!keyTextPattern.test(text)) return undefined;
  const [id = '', key = ''] = text.split(':');
  return { id, key };
}

/** The inverse of `parseKeyText`. */
export const formatKeyText = ({ id, key }: KeyText): string => `${id}:${key}`;
