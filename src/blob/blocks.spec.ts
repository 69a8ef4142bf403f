import { Readable } from 'node:stream';
import { expect, test } from 'vitest';

import { joinBlocks, toBlocks, type Block } from './blocks.js';

const textOf = ({ parts }: Block) => Buffer.concat(parts).toString();

async function blocksOf(chunks: readonly string[], size: number): Promise<string[]> {
  const blocks: string[] = [];
  const body = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  for await (const block of toBlocks(body, size)) {
    blocks.push(textOf(block));
    expect(block.length).toBe(Buffer.concat(block.parts).length);
  }
  return blocks;
}

test.each<[string, string[], string[]]>([
  ['nothing is one empty block', [], ['']],
  ['empty chunks too', ['', ''], ['']],
  ['less than a block', ['a', 'b'], ['ab']],
  ['a block exactly', ['abcd'], ['abcd']],
  ['a block exactly, of several chunks', ['ab', 'cd'], ['abcd']],
  ['one more than a block', ['abcde'], ['abcd', 'e']],
  ['two blocks exactly', ['abcdefgh'], ['abcd', 'efgh']],
  ['two blocks and one', ['abcd', 'efgh', 'i'], ['abcd', 'efgh', 'i']],
  ['many small chunks', Array.from('abcdefghij'), ['abcd', 'efgh', 'ij']],
  ['one large chunk', ['abcdefghijklmno'], ['abcd', 'efgh', 'ijkl', 'mno']],
  ['chunks across the borders', ['abc', 'def', 'ghi'], ['abcd', 'efgh', 'i']],
  ['empty chunks in between', ['ab', '', 'cd', ''], ['abcd']],
])('%s', async (_, chunks, expected) => {
  expect(await blocksOf(chunks, 4)).toEqual(expected);
});

test('a body that throws: its own error', async () => {
  const failure = new Error('vanished');
  async function* body() {
    yield await Promise.resolve(Buffer.from('abc'));
    throw failure;
  }
  await expect(toBlocks(body(), 4).next()).rejects.toBe(failure);
});

test('whoever stops early closes the body', async () => {
  const body = Readable.from([Buffer.from('abcdefgh'), Buffer.from('ijkl')]);
  for await (const block of toBlocks(body, 4)) if (textOf(block) === 'abcd') break;
  expect(body.destroyed).toBe(true);
});

test('joined blocks hold what all of them held', () => {
  const [a, b] = [Buffer.from('a'), Buffer.from('bc')];
  const joined = joinBlocks([
    { parts: [a], length: 1 },
    { parts: [b], length: 2 },
  ]);
  expect(joined).toEqual({ parts: [a, b], length: 3 });
});
