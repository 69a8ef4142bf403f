import { RestError, type PipelineResponse } from '@azure/core-rest-pipeline';
import { expect, test } from 'vitest';

import { deletionsOf } from '../../test/support/fakes/deletions.js';
import { listedBlob } from '../../test/support/fakes/memory-inventory.js';
import type { Ended, ListedBlob } from './blob-inventory.js';
import { createConnection } from './connection.js';
import type { BlobRequest, Container } from './container.js';
import { createDeletions } from './delete-blobs.js';

const blobs = ['a', 'b', 'c'].map((name) => listedBlob(name));
const part = (id: number, status: string) =>
  `--r\r\nContent-ID: ${id}\r\n\r\nHTTP/1.1 ${status.replace(' ', ' Some words\r\nx-ms-error-code: ')}\r\n\r\n`;
/** e.g. `202`, or `503 ServerBusy`; for each part */
const answer = (...statuses: string[]) => `${statuses.map((status, id) => part(id, status)).join('')}--r--`;

/** A container that gives these answers, one after the other, and the names of the blobs that it was asked to delete. */
function containerWith(...answers: readonly (string | Error)[]) {
  const asked: string[][] = [];
  const send = ({ method, name = '', body }: BlobRequest): Promise<PipelineResponse> => {
    const text = typeof body === 'string' ? body : '';
    const names = [...text.matchAll(/^DELETE \/(\w+)/gm)].map(([, found = '']) => found);
    asked.push(method === 'DELETE' ? [`DELETE ${name}`] : names);
    const next = answers[asked.length - 1] ?? new Error('asked too often');
    if (typeof next !== 'string') return Promise.reject(next);
    return Promise.resolve({ bodyAsText: next } as PipelineResponse);
  };
  const container: Container = {
    url: 'https://acme.example/cache',
    send,
    prepare: ({ method, name = '' }) => Promise.resolve({ method, target: `/${name}`, headers: [] }),
  };
  const inventory = { delete: createDeletions(createConnection(container, { container: 'cache' })) };
  const ended: string[] = [];
  const note: Ended = ({ name }, deletion, code) => ended.push([name, deletion, code].join(' ').trim());
  return {
    asked,
    ended,
    remove: (which: readonly ListedBlob[]) => deletionsOf(inventory, which),
    removeNoting: () => inventory.delete(blobs, note),
  };
}

test('each part has an answer of its own', async () => {
  const { remove } = containerWith(answer('202', '404 BlobNotFound', '412 ConditionNotMet'));
  expect(await remove(blobs)).toEqual(['deleted', 'changed', 'changed']);
});

test.each([
  '412 LeaseIdMissing',
  '409 BlobImmutableDueToPolicy',
  '409 BlobImmutableDueToLegalHold',
  '409 SnapshotsPresent',
])('what must stay does not stop the rest: %s', async (status) => {
  const { remove } = containerWith(answer('202', status, '202'));
  expect(await remove(blobs)).toEqual(['deleted', 'protected', 'deleted']);
});

test('parts that are throttled are asked for again, alone', async () => {
  const { remove, asked } = containerWith(
    answer('202', '503 ServerBusy', '500 OperationTimedOut'),
    answer('503 ServerBusy', '202'),
    answer('202'),
  );
  expect(await remove(blobs)).toEqual(['deleted', 'deleted', 'deleted']);
  expect(asked).toEqual([['a', 'b', 'c'], ['b', 'c'], ['b']]);
});

test('a batch that is throttled whole is sent again', async () => {
  const busy = new RestError('busy', { statusCode: 503, code: 'ServerBusy' });
  const { remove, asked } = containerWith(busy, answer('202', '202', '202'));
  expect(await remove(blobs)).toEqual(['deleted', 'deleted', 'deleted']);
  expect(asked).toHaveLength(2);
});

test.each([
  ['the batch as such', new RestError('no', { statusCode: 403, code: 'AuthorizationFailure' })],
  ['a service that has none', new RestError('no', { statusCode: 501, code: 'NotImplemented' })],
  ['one answer to all parts', '--r\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 400 No\r\n\r\n--r--'],
])('refused: %s; then it goes one by one, and no batch is tried again', async (_, refusal) => {
  const { remove, asked } = containerWith(refusal, '', '', '', '', '', '');
  expect(await remove(blobs)).toEqual(['deleted', 'deleted', 'deleted']);
  await remove(blobs);
  expect(asked.slice(1)).toEqual([...blobs, ...blobs].map(({ name }) => [`DELETE ${name}`]));
});

test('a right that is missing is said once the deletion of one blob is refused too', async () => {
  const refusal = new RestError('no', { statusCode: 403, code: 'AuthorizationPermissionMismatch' });
  const { remove } = containerWith(
    answer(...Array<string>(3).fill('403 AuthorizationPermissionMismatch')),
    ...Array<Error>(3).fill(refusal),
  );
  await expect(remove(blobs)).rejects.toMatchObject({
    kind: 'permission',
    message: expect.stringContaining(
      'not allowed to delete from container "cache" in acme.example; assign the role "Storage Blob Data Contributor"',
    ) as string,
  });
});

test.each(['409 DirectoryIsNotEmpty', '409 BlobArchived', '409 SomethingNew'])(
  'one part that fails in another way does not take the rest with it: %s',
  async (status) => {
    const { removeNoting, asked, ended } = containerWith(answer('202', status, '202'));
    await removeNoting();
    expect(ended).toEqual(['a deleted', `b refused ${status.slice(4)}`, 'c deleted']);
    expect(asked).toHaveLength(1);
  },
);

test('nor does one of many that go one by one', async () => {
  const whole = new RestError('no', { statusCode: 501, code: 'NotImplemented' });
  const one = new RestError('no', { statusCode: 409, code: 'SomethingNew' });
  const { removeNoting, ended } = containerWith(whole, '', one, '');
  await removeNoting();
  expect(ended.sort()).toEqual(['a deleted', 'b refused SomethingNew', 'c deleted']);
});

test('what was done counts, also when the right to the rest is missing', async () => {
  const { removeNoting, ended } = containerWith(answer('202', '202', '403 AuthorizationPermissionMismatch'));
  await expect(removeNoting()).rejects.toMatchObject({ kind: 'permission' });
  expect(ended).toEqual(['a deleted', 'b deleted']);
});
