import { expect, test } from 'vitest';

import { adviseOnExpiry } from './expiry.js';

const license = {
  ...{ id: '1', organization: 'Acme', seats: 1, workspaces: 1, issuedAt: new Date(0) },
  expiresAt: new Date('2027-12-31T23:59:59Z'),
};

test.each([
  ['2027-12-17T23:59:58Z', undefined],
  ['2027-12-17T23:59:59Z', /^expires on 2027-12-31, /],
  ['2027-12-31T23:59:59Z', /^expires on 2027-12-31, /],
  ['2028-01-01T12:00:00Z', /^expired on 2027-12-31, /],
])('%s: %s', (now, advice) => {
  const given = adviseOnExpiry(license, new Date(now));
  if (advice) expect(given).toMatch(advice);
  else expect(given).toBeUndefined();
});
