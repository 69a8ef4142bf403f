import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { accountName, connectionStringAt } from '../../test/support/azurite.js';
import { deletionsOf } from '../../test/support/fakes/deletions.js';
import { openInventory } from '../../src/blob/azure-inventory.js';
import type { ListedBlob } from '../../src/blob/blob-inventory.js';
import { optionsAt } from '../../test/support/proxy/proxied-store.js';
import { createBlobServer } from './server.mjs';

let server: Server;
let container: ContainerClient;
let origin: string;

beforeEach(async () => {
  server = createBlobServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const service = BlobServiceClient.fromConnectionString(connectionStringAt(`${origin}/${accountName}`));
  container = service.getContainerClient('cache');
  await container.create();
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const put = (name: string, body: string, options = {}) =>
  container.getBlockBlobClient(name).upload(body, body.length, options);
const createOnly = { conditions: { ifNoneMatch: '*' } };

test('a blob comes back with its metadata', async () => {
  await put('v1/a', 'hello', { metadata: { codec: 'zstd' } });
  const answer = await container.getBlobClient('v1/a').download();
  expect(await text(Readable.from(answer.readableStreamBody ?? []))).toBe('hello');
  expect(answer.metadata).toEqual({ codec: 'zstd' });
});

test('an answer to a range contains the length of the whole blob', async () => {
  await put('a', '0123456789');
  const answer = await container.getBlobClient('a').download(2, 3);
  expect(await text(Readable.from(answer.readableStreamBody ?? []))).toBe('234');
  expect(answer.contentRange).toBe('bytes 2-4/10');
});

test('blocks are joined in the order of the list', async () => {
  const blob = container.getBlockBlobClient('a');
  await blob.stageBlock('Mg==', 'world', 5);
  await blob.stageBlock('MQ==', 'hello ', 6);
  await blob.commitBlockList(['MQ==', 'Mg==']);
  expect(String(await blob.downloadToBuffer())).toBe('hello world');
});

test('an existing blob is not created again', async () => {
  await put('a', 'first', createOnly);
  await expect(put('a', 'second', createOnly)).rejects.toMatchObject({
    statusCode: 409,
    code: 'BlobAlreadyExists',
  });
});

test('a missing blob is 404 BlobNotFound', async () => {
  await expect(container.getBlobClient('a').download()).rejects.toMatchObject({
    statusCode: 404,
    code: 'BlobNotFound',
  });
  expect(await container.getBlobClient('a').exists()).toBe(false);
});

test('blobs are listed by name, a page at a time', async () => {
  for (const name of ['v1/c', 'v1/a', 'other', 'v1/b']) await put(name, 'hello');
  const pages = container.listBlobsFlat({ prefix: 'v1/' }).byPage({ maxPageSize: 2 });
  const names: string[][] = [];
  for await (const { segment } of pages) names.push(segment.blobItems.map(({ name }) => name));
  expect(names).toEqual([['v1/a', 'v1/b'], ['v1/c']]);
});

test('a blob is deleted while it is the one that is meant', async () => {
  const { etag = '' } = await put('a', 'first');
  await put('a', 'second');
  const blob = container.getBlobClient('a');
  await expect(blob.delete({ conditions: { ifMatch: etag } })).rejects.toMatchObject({ statusCode: 412 });
  await blob.delete();
  await expect(blob.delete()).rejects.toMatchObject({ statusCode: 404, code: 'BlobNotFound' });
});

test('a batch deletes each of its blobs, and reports each result', async () => {
  const inventory = await openInventory(optionsAt(`${origin}/${accountName}`));
  for (const name of ['a', 'b', 'c']) await put(name, 'hello');
  const listed: ListedBlob[] = [];
  for await (const page of inventory.list({ prefix: '' })) listed.push(...page);
  await put('b', 'again');
  await container.deleteBlob('c');
  expect(await deletionsOf(inventory, listed)).toEqual(['deleted', 'changed', 'changed']);
  expect(await container.getBlobClient('b').exists()).toBe(true);
});

test('requests are counted until the next reset', async () => {
  await put('a', 'hello');
  expect(await control('stats')).toMatchObject({ requests: 2 });
  await control('reset');
  expect(await control('stats')).toMatchObject({ requests: 0 });
});

const control = async (path: string): Promise<unknown> => (await fetch(`${origin}/_control/${path}`)).json();
