import { expect, test } from 'vitest';

import { noBlobs, type BlobCount } from '../shared/blobs.js';
import { createProgress } from './print-prune.js';

function createTerminal(width: number | undefined) {
  const written: string[] = [];
  return { written, width, hasColors: false, write: (text: string) => written.push(text) };
}

const none = { changed: noBlobs(), protected: noBlobs(), refused: noBlobs(), refusals: [] };
const doneOf = (deleted: BlobCount) => ({ deleted, ...none });

/** Shows so many deletions each second, for some seconds. */
function play(width: number | undefined, { seconds, each }: { seconds: number; each: number }) {
  const terminal = createTerminal(width);
  let now = 0;
  const progress = createProgress(20_000, terminal, () => now);
  for (let second = 1; second <= seconds; second++) {
    now = second * 1000;
    progress.show(doneOf({ count: second * each, bytes: second * each * 250_000 }));
  }
  progress.end();
  return terminal.written;
}

test('a terminal shows one line, which is removed in the end', () => {
  expect(play(80, { seconds: 2, each: 617 })).toEqual([
    '\r617 of 20,000 deleted, 154.3 MB, 37,020/min',
    '\r1,234 of 20,000 deleted, 308.5 MB, 37,020/min',
    `\r${' '.repeat('1,234 of 20,000 deleted, 308.5 MB, 37,020/min'.length)}\r`,
  ]);
});

test('a log gets a line every 10 s', () => {
  expect(play(undefined, { seconds: 25, each: 48 })).toEqual([
    '480 of 20,000 deleted, 120.0 MB, 2,880/min\n',
    '960 of 20,000 deleted, 240.0 MB, 2,880/min\n',
  ]);
});

test('a short deletion prints no progress', () => {
  expect(play(undefined, { seconds: 9, each: 1 })).toEqual([]);
});
