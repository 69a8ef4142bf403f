import { redactLicenses } from './redact-licenses.js';

/** What starts a secret in a text that was pasted into the wrong place; the rest of the text goes with it. */
const secretFrom = /(\?|(?<=\/\/)(?=[^/]*@)|AccountKey=|SharedAccessSignature=|\bsig=).*$/i;
const accountKey = /[A-Za-z0-9+/]{40,}={1,2}/g;

/** A value as an error shows it: short, and without what looks like a secret. */
export function show(value: unknown): string {
  const json = (JSON.stringify(value) as string | undefined) ?? 'nothing';
  const safe = redactLicenses(json).replace(secretFrom, '$1[redacted]"').replace(accountKey, '[redacted]');
  return safe.length > 80 ? `${safe.slice(0, 77)}…` : safe;
}
