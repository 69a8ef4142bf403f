import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';

import { accountSas } from '../../test/support/account-sas.js';
import { get, newName, optionsAt, put } from '../../test/support/proxy/proxied-store.js';
import { useProxiedStore } from '../../test/support/proxy/use-proxied-store.js';
import type { Fault, Rule } from '../../test/support/proxy/proxy-fault.js';
import type { RequestKind } from '../../test/support/proxy/proxy-request.js';
import { CacheError } from '../errors.js';
import { createAzureBlobStore } from './azure-blob-store.js';

const MiB = 1024 * 1024;
const service = useProxiedStore();

const on = (kind: RequestKind, fault: Fault): Rule => ({ match: (request) => request.kind === kind, fault });
const replace = (name: string, content: Buffer, etag = '"0x8D0000000000000"', by = service.store) =>
  by.upload(name, Readable.from([content]), () => ({ codec: 'br' }), etag);
const kinds = () => service.proxy.requests.map(({ kind }) => kind);

describe('what will not change by asking again is asked once:', () => {
  const refusals: [number, string, string][] = [
    [403, 'AuthorizationPermissionMismatch', 'permission'],
    [403, 'InsufficientAccountPermissions', 'permission'],
    [403, 'AuthorizationFailure', 'permission'],
    [403, '', 'permission'],
    [403, 'AuthenticationFailed', 'credential'],
    [403, 'AccountIsDisabled', 'container'],
    [404, 'ContainerNotFound', 'container'],
    [404, '', 'rejected'],
    [400, 'InvalidHeaderValue', 'rejected'],
  ];

  test.each(refusals)('%s %s, of a read: %s', async (status, code, kind) => {
    service.proxy.reset([on('get', { kind: 'status', status, code })]);
    await expect(get(service.store, newName())).rejects.toMatchObject({ kind, retryable: false });
    expect(kinds()).toEqual(['get']);
  });

  test.each(refusals)('%s %s, of a write: %s', async (status, code, kind) => {
    service.proxy.reset([on('put', { kind: 'status', status, code })]);
    await expect(put(service.store, newName(), Buffer.from('x'))).rejects.toMatchObject({
      kind,
      retryable: false,
    });
    expect(kinds()).toEqual(['put']);
  });

  test('a block that is refused ends its upload, and nothing is left', async () => {
    service.proxy.reset([on('put block', { kind: 'status', status: 403, code: '' })]);
    const name = newName();
    await expect(put(service.store, name, randomBytes(41 * MiB))).rejects.toMatchObject({
      kind: 'permission',
    });
    expect(kinds()).not.toContain('put block list');
    expect(await get(service.store, name)).toBeUndefined();
  });
});

describe('"it is there" is no error, in all the words that Azure has for it:', () => {
  const words: [number, string][] = [
    [409, 'BlobAlreadyExists'],
    [412, 'ConditionNotMet'],
    [403, 'UnauthorizedBlobOverwrite'], // a SAS that may create, but not write
    [409, 'BlobImmutableDueToPolicy'],
    [409, 'BlobImmutableDueToLegalHold'],
    [412, 'LeaseIdMissing'],
  ];

  test.each(words)('%s %s', async (status, code) => {
    const fault: Fault = { kind: 'status', status, code };
    service.proxy.reset([on('put', fault), on('put block list', fault)]);
    expect(await put(service.store, newName(), randomBytes(10))).toBe(false);
    expect(await put(service.store, newName(), randomBytes(9 * MiB))).toBe(false);
    expect(kinds()).toEqual(['put', ...Array<string>(3).fill('put block'), 'put block list']);
  });

  test.each(words.slice(2))('already of a block: %s %s', async (status, code) => {
    service.proxy.reset([on('put block', { kind: 'status', status, code })]);
    expect(await put(service.store, newName(), randomBytes(9 * MiB))).toBe(false);
    expect(kinds()).not.toContain('put block list');
  });

  test.each(words.slice(0, 2))('also when a blob was to be replaced: %s %s', async (status, code) => {
    service.proxy.reset([on('put', { kind: 'status', status, code })]);
    expect(await replace(newName(), randomBytes(10))).toBe(false);
  });

  test('400 InvalidBlockList: another run committed the same name first', async () => {
    service.proxy.reset([on('put block list', { kind: 'status', status: 400, code: 'InvalidBlockList' })]);
    expect(await put(service.store, newName(), randomBytes(9 * MiB))).toBe(false);
  });
});

describe('a blob that was to be replaced and must not be is a refusal that stops nothing else:', () => {
  test.each([
    [403, 'UnauthorizedBlobOverwrite'],
    [403, 'AuthorizationPermissionMismatch'],
    [409, 'BlobImmutableDueToPolicy'],
    [409, 'BlobImmutableDueToLegalHold'],
    [412, 'LeaseIdMissing'],
  ])('%s %s', async (status, code) => {
    const fault: Fault = { kind: 'status', status, code };
    service.proxy.reset([on('put', fault), on('put block', fault)]);
    for (const length of [10, 9 * MiB]) {
      await expect(replace(newName(), randomBytes(length))).rejects.toMatchObject({
        kind: 'rejected',
        retryable: false,
        message: expect.stringContaining('failed verification and may not be replaced') as string,
      });
    }
  });
});

describe('Azurite itself says so:', () => {
  const withSas = (permissions: string, lifetime?: number) =>
    createAzureBlobStore(
      {
        ...optionsAt(service.azurite.url),
        endpoint: service.azurite.url,
        credential: { kind: 'sas', value: accountSas(permissions, lifetime) },
      },
      () => undefined,
    );

  test.each([10, 9 * MiB])('a container that does not exist (%i bytes)', async (length) => {
    const lost = createAzureBlobStore(optionsAt(service.azurite.url, 'no-such'), () => undefined);
    const fault = {
      kind: 'container',
      message: expect.stringContaining('"no-such" does not exist') as string,
    };
    await expect(get(lost, newName())).rejects.toMatchObject(fault);
    await expect(put(lost, newName(), randomBytes(length))).rejects.toMatchObject(fault);
  });

  test.each([10, 9 * MiB])('a SAS that may only read (%i bytes)', async (length) => {
    const { name, content } = await service.seed(length);
    const reader = withSas('r');
    expect((await get(reader, name))?.equals(content)).toBe(true);
    await expect(put(reader, newName(), content)).rejects.toMatchObject({
      kind: 'permission',
      message: expect.stringContaining('Storage Blob Data Contributor') as string,
    });
  });

  test('a SAS that may create but not overwrite', async () => {
    const { name, content } = await service.seed(10);
    const etag = (await service.store.download(name))?.etag;
    const creator = withSas('rc');
    expect(await put(creator, newName(), content)).toBe(true);
    await expect(replace(name, content, etag, creator)).rejects.toMatchObject({ kind: 'rejected' });
    expect((await get(service.store, name))?.equals(content)).toBe(true);
    expect(await replace(name, randomBytes(10), etag, withSas('rcw'))).toBe(true);
  });

  test.each([10, 9 * MiB])('a SAS that may not read (%i bytes)', async (length) => {
    const { name } = await service.seed(length);
    await expect(get(withSas('c'), name)).rejects.toMatchObject({
      kind: 'permission',
      message: expect.stringContaining('Storage Blob Data Reader') as string,
    });
  });

  test('a SAS that has expired', async () => {
    await expect(get(withSas('rwc', -60_000), newName())).rejects.toMatchObject({
      kind: 'permission',
      retryable: false,
    });
  });

  test('no fault says a secret', async () => {
    for (const sas of [withSas('r'), withSas('r', -60_000)]) {
      const error: unknown = await put(sas, newName(), Buffer.from('x')).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(CacheError);
      expect((error as CacheError).message).not.toMatch(/sig=|sv=|\/v1\/shared/);
    }
  });
});
