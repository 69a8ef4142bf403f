import { expect, test } from 'vitest';

import { explainCode, findCode } from './entra-errors.js';

test.each([
  // learn.microsoft.com/entra/identity-platform/reference-error-codes
  ['50058', /the session has expired or was revoked; run az login/],
  ['50089', /the session has expired or was revoked; run az login/],
  ['500133', /the session has expired or was revoked; run az login/],
  ['500121', /multi-factor authentication/],
  ['50059', /the tenant to sign in to is unknown.*AZURE_TENANT_ID.*run az login with --tenant/],
  ['50128', /the tenant to sign in to is unknown/],
  ['9001023', /not to "common"/],
  ['7000218', /no secret, certificate or token of a job was sent; set AZURE_CLIENT_SECRET/],
  ['700025', /public client.*unset AZURE_CLIENT_SECRET/],
  ['50027', /the token of the job is invalid.*AZURE_FEDERATED_TOKEN_FILE/],
  ['50012', /client secret or certificate is wrong/],
  ['700011', /has no such application/],
  ['50049', /AZURE_AUTHORITY_HOST/],
  ['90038', /another cloud.*az cloud set/],
  ['500212', /keeps this identity out of the tenant/],
  ['50014', /invited as a guest/],
  ['90094', /not allowed this application/],
  ['53011', /conditional access policy/],
  ['50056', /user or password/],
  ['900144', /check AZURE_CLIENT_ID and AZURE_TENANT_ID/],
  ['90055', /Entra ID is busy; run it again/],
  ['50196', /Entra ID is busy/],
  ['1', /login\.microsoftonline\.com\/error\?code=1 /],
])('AADSTS%s has a sentence', (code, sentence) => {
  expect(explainCode(code, 'run az login')).toMatch(sentence);
  expect(explainCode(code, 'run az login')).toMatch(
    new RegExp(`^Entra ID gave no token: .*; .* \\(AADSTS${code}\\)$`),
  );
});

test.each([
  ['AADSTS50058: Session information is not sufficient', '50058'],
  ['failed (AADSTS9001023)', '9001023'],
  ['AADSTS: no number', undefined],
  ['', undefined],
])('the code of %j is %j', (text, code) => {
  expect(findCode(text)).toBe(code);
});
