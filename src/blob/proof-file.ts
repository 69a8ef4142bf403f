import { readFileSync, statSync } from 'node:fs';

/** bytes; a token has a few thousand, a chain of certificates some ten thousand */
const longest = 1024 * 1024;

/**
 * Why a file with the token or the certificate of an application cannot be one, as a sentence without its path: that may be the
 * token itself, in the wrong variable.
 */
export function fileFlaw(variable: string, path: string): string | undefined {
  const flaw = flawOf(path, variable.includes('CERTIFICATE'));
  return (
    flaw &&
    `the file that ${variable} names ${flaw}; check the path, and that the file is there before nx runs`
  );
}

function flawOf(path: string, isCertificate: boolean): string | undefined {
  try {
    const stats = statSync(path);
    // A pipe would not end, or would be empty for the next one who reads it.
    if (!stats.isFile()) return 'is no file';
    if (stats.size > longest) return 'is too large for one';
    const text = readFileSync(path, 'utf8');
    if (text.trim() === '') return 'is empty';
    return isCertificate && !text.includes('-----BEGIN CERTIFICATE-----')
      ? 'holds no certificate in PEM format'
      : undefined;
  } catch (cause) {
    return `cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown'})`;
  }
}
