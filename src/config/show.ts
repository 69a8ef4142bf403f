/** The start of a secret in a text that was pasted into the wrong place; the rest of the text is removed, too. */
const secretFrom = /(\?|(?<=\/\/)(?=[^/]*@)|AccountKey=|SharedAccessSignature=|\bsig=).*$/i;
const accountKey = /[A-Za-z0-9+/]{40,}={1,2}/g;

/** Prints a value for an error message: short, and without anything that looks like a secret. */
export function show(value: unknown): string {
  const json = (JSON.stringify(value) as string | undefined) ?? 'nothing';
  const safe = redactLicenses(json).replace(secretFrom, '$1[redacted]"').replace(accountKey, '[redacted]');
  return safe.length > 80 ? `${safe.slice(0, 77)}…` : safe;
}

/** The start of a JSON object in base64url, and what follows it in a compact JWS. */
const license = /\beyJ[\w-]{8,}(\.[\w-]*)*/g;

/** Removes licenses from a text: they are secrets of the users that they were issued to. */
export const redactLicenses = (text: string) => text.replace(license, '[redacted]');
