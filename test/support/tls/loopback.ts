import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** For NODE_EXTRA_CA_CERTS of who is to trust it. */
export const certificateFile = join(import.meta.dirname, 'loopback-cert.pem');

/**
 * A certificate for 127.0.0.1 that no client trusts by default, valid for 100 years; its key protects nothing. Made by
 * `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 36500 -addext subjectAltName=IP:127.0.0.1 …`
 */
export const loopbackTls = {
  cert: readFileSync(certificateFile, 'utf8'),
  key: readFileSync(join(import.meta.dirname, 'loopback-key.pem'), 'utf8'),
};
