import { isSecretOption } from './secret-options.js';

const keyAndValue = /"((?:[^"\\]|\\.)*)"(\s*:\s*)"(?:[^"\\]|\\.)*"/g;
const sas = /([?&;]sig=)[^"&;\s]+/gi;
const accountKey = /(AccountKey=)[^;"\s]+/gi;
const base64 = /[A-Za-z0-9+/]{40,}={1,2}/g;

/** A JSON text without what is, or looks like, a secret; also in comments. */
export function redact(text: string): string {
  return text
    .replace(keyAndValue, (all, key: string, colon: string) =>
      isSecretOption(key) ? `"${key}"${colon}"[redacted]"` : all,
    )
    .replace(sas, '$1[redacted]')
    .replace(accountKey, '$1[redacted]')
    .replace(base64, '[redacted]');
}
