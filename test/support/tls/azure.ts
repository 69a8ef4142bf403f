import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** For NODE_EXTRA_CA_CERTS of who is to take the stand-in for Azure. */
export const azureCertificateFile = join(import.meta.dirname, 'azure-cert.pem');

/**
 * A certificate for the names of Entra's and Azure Storage's hosts that no client trusts by default, valid for 100 years;
 * its key protects nothing. Made by `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 36500
 * -addext subjectAltName=DNS:login.microsoftonline.com,DNS:*.blob.core.windows.net,… …`
 */
export const azureTls = {
  cert: readFileSync(azureCertificateFile, 'utf8'),
  key: readFileSync(join(import.meta.dirname, 'azure-key.pem'), 'utf8'),
};
