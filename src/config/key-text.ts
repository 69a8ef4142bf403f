/** One half of a key pair as text has it: `main-2025:3q2+7w…=`, an id and 32 bytes in base64. */
export interface KeyText {
  readonly id: string;
  /** base64 of 32 bytes: a public key, or the seed of a signing key */
  readonly key: string;
}

export const keyIdPattern = /^[\w-]{1,32}$/;

/** Reads `<key id>:<base64 of 32 bytes>`; undefined for anything else, so also for base64 of another spelling. */
export function parseKeyText(text: string): KeyText | undefined {
  const [id = '', key = '', ...rest] = text.split(':');
  const bytes = Buffer.from(key, 'base64');
  const isKey = bytes.length === 32 && bytes.toString('base64') === key;
  return keyIdPattern.test(id) && isKey && rest.length === 0 ? { id, key } : undefined;
}

/** The opposite of `parseKeyText`. */
export const formatKeyText = ({ id, key }: KeyText): string => `${id}:${key}`;
