import { expect, test } from 'vitest';

import { readChallenge } from './token-claims.js';

const tenant = '72f988bf-86f1-41af-91ab-2d7cd011db47';
const claims = Buffer.from('{"access_token":{}}').toString('base64');

test.each([
  [
    `Bearer authorization_uri=https://login.microsoftonline.com/${tenant}/oauth2/authorize resource_id=https://storage.azure.com`,
    { tenant },
  ],
  [
    `Bearer authorization_uri="https://login.microsoftonline.us/${tenant}/oauth2/authorize", resource_id="x"`,
    { tenant },
  ],
  ['Bearer authorization_uri=https://login.microsoftonline.com/common/oauth2/authorize', {}],
  [`Bearer realm="", error="insufficient_claims", claims="${claims}"`, { claims: '{"access_token":{}}' }],
  [`Bearer claims="${claims}"`, {}],
  ['Basic realm="proxy"', {}],
  [undefined, {}],
])('the challenge %s is read', (header, challenge) => {
  expect(readChallenge(header)).toEqual(challenge);
});
