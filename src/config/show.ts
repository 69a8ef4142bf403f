/** What starts a secret in a text that was pasted into the wrong place; the rest of the text goes with it. */
const secretFrom = /(\?|(?<=\/\/)(?=[^/]*@)|AccountKey=|SharedAccessSignature=|\bsig=).*$/i;
const accountKey = /[A-Za-z0-9+/]{40,}={1,2}/g;

/** A value as an error shows it: short, and without what looks like a secret. */
export function show(value: unknown): string {
  const json = (JSON.stringify(value) as string | undefined) ?? 'nothing';
  const safe = redactLicenses(json).replace(secretFrom, '$1[redacted]"').replace(accountKey, '[redacted]');
  return safe.length > 80 ? `${safe.slice(0, 77)}…` : safe;
}

/** The start of a JSON object in base64url, and what follows it in a compact JWS. */
const license = /\beyJ[\w-]{8,}(\.[\w-]*)*/g;

/** Takes licenses out of a text: they are no secrets of ours, but of those who were given them. */
export const redactLicenses = (text: string) => text.replace(license, '[redacted]');
