import { expect, test } from 'vitest';

import { findRivals } from './find-rivals.js';

test.each([
  [{}, {}, []],
  [{ nxCloudId: '0' }, {}, ['nxCloudId']],
  [{ nxCloudAccessToken: 'secret', nxCloudId: '0' }, {}, ['nxCloudId and nxCloudAccessToken']],
  [{ nxCloudId: '0', neverConnectToCloud: true }, {}, []],
  [
    {},
    { '@nx/gcs-cache': '1', '@nx/powerpack-shared-fs-cache': '1' },
    ['gcs-cache and @nx/powerpack-shared'],
  ],
  [{}, { '@nx/powerpack-azure-cache': '1', '@nx/js': '1' }, []],
])('%j with %j', (nxJson, packages, told) => {
  expect(findRivals({ nxJson, packages })).toEqual(
    told.map((text) => expect.stringContaining(text) as string),
  );
});
