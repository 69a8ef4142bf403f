import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';

import { accountSas } from '../../test/support/account-sas.js';
import { accountName } from '../../test/support/azurite.js';
import { optionsAt } from '../../test/support/proxy/proxied-store.js';
import { useProxiedStore } from '../../test/support/proxy/use-proxied-store.js';
import { openProbe, type Answer } from './probe.js';

const service = useProxiedStore();

const newName = () => `v1/trusted/doctor${randomBytes(16).toString('hex')}`;
const names = async () => (await service.azurite.blobs('cache')).map(({ name }) => name);
const withSas = (value: string, container = 'cache') =>
  openProbe({
    container,
    accountName,
    endpoint: service.proxy.url,
    proxy: undefined,
    credential: { kind: 'sas', value },
  });

const [done, refused]: Answer[] = ['done', 'refused'];

test.each([
  { sas: 'r', create: refused, overwrite: refused, remove: refused, list: refused },
  { sas: 'rl', create: refused, overwrite: refused, remove: refused, list: done },
  { sas: 'rc', create: done, overwrite: refused, remove: refused, list: refused },
  { sas: 'rw', create: done, overwrite: done, remove: refused, list: refused },
  { sas: 'rd', create: refused, overwrite: refused, remove: done, list: refused },
  { sas: 'rcwdl', create: done, overwrite: done, remove: done, list: done },
])('a SAS with $sas', async ({ sas, ...expected }) => {
  const probe = await withSas(accountSas(sas));
  const name = newName();
  const answers = {
    create: await probe.create(name),
    overwrite: await probe.overwrite(name),
    list: await probe.list(name),
    left: (await names()).includes(name),
    remove: await probe.remove(name),
  };
  expect(answers).toEqual({ ...expected, left: expected.create === done });
  expect((await names()).includes(name)).toBe(expected.create === done && expected.remove === refused);
});

test('an account key may do everything', async () => {
  const probe = await openProbe(optionsAt(service.proxy.url));
  const name = newName();
  expect([
    await probe.create(name),
    await probe.overwrite(name),
    await probe.list(name),
    await probe.remove(name),
  ]).toEqual([done, done, done, done]);
});

test('what was done by an attempt whose answer was lost is done', async () => {
  const probe = await withSas(accountSas('rcwd'));
  const name = newName();
  expect([await probe.create(name), await probe.create(name)]).toEqual([done, done]);
  expect([await probe.remove(name), await probe.remove(name)]).toEqual([done, done]);
});

test('what is there can be read, and is kept when it is created again', async () => {
  const probe = await withSas(accountSas('rcw'));
  const name = newName();
  expect([await probe.create(name), await probe.read(name), await probe.createAgain(name)]).toEqual([
    done,
    done,
    refused,
  ]);
});

test('what cannot be read', async () => {
  const probe = await withSas(accountSas('cw'));
  const name = newName();
  expect([await probe.create(name), await probe.read(name)]).toEqual([done, refused]);
});

test('a blob that must stay can be created, and not be overwritten', async () => {
  service.proxy.reset([{ fault: { kind: 'status', status: 403, code: 'UnauthorizedBlobOverwrite' } }]);
  const probe = await withSas(accountSas('rc'));
  expect([await probe.create(newName()), await probe.overwrite(newName())]).toEqual([done, refused]);
});

test('what is no refusal is an error', async () => {
  const elsewhere = await withSas(accountSas('rcwd'), 'another');
  await expect(elsewhere.create(newName())).rejects.toMatchObject({ code: 'ERR_CACHE', kind: 'container' });
  service.proxy.reset([{ fault: { kind: 'status', status: 403, code: 'AuthenticationFailed' } }]);
  const probe = await withSas(accountSas('rcwd'));
  await expect(probe.remove(newName())).rejects.toMatchObject({ code: 'ERR_CACHE', kind: 'credential' });
});
