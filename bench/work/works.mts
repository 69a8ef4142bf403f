import { createCipheriv } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { listSources, SourceText, type Source } from './sources.mjs';
import { arrange, type Work } from './work.mjs';

/** A work by its name, or W1 in another size (`W1x1000`); outputs are made once, below the folder. */
export function createWork(name: string, folder: string): Work {
  const fixtures = join(folder, name);
  const tasks = Number(/^W1x(\d+)$/.exec(name)?.[1]);
  if (tasks > 0) return { name, tasks: arrange(smallFixtures(fixtures, tasks), Math.ceil(tasks / 50)) };
  switch (name) {
    case 'W1':
      return { name, tasks: arrange(smallFixtures(fixtures, 300), 6) };
    case 'W2':
      return { name, tasks: arrange(realisticFixtures(fixtures, 60), 4) };
    case 'W3':
      return { name, tasks: arrange(once(join(fixtures, '0'), manySmallFiles), 1) };
    case 'W4':
      return { name, tasks: arrange(once(join(fixtures, '0'), code), 1) };
    case 'W4-random':
      return { name, tasks: arrange(once(join(fixtures, '0'), random), 1) };
    default:
      throw new Error(`no work is called ${name}`);
  }
}

/** 20 files of 2 KB a task. */
function smallFixtures(folder: string, tasks: number): string[] {
  const text = new SourceText(listSources());
  return range(tasks).flatMap((task) =>
    once(join(folder, String(task)), (fixture) => {
      for (const file of range(20)) writeFileSync(join(fixture, `${file}.js`), text.take(2048));
    }),
  );
}

/** 0.2 to 20 MB a task, as many small ones as large ones in powers of ten; whole files, as they were published. */
function realisticFixtures(folder: string, tasks: number): string[] {
  const sources = listSources();
  let next = 0;
  return range(tasks).flatMap((task) =>
    once(join(folder, String(task)), (fixture) => {
      const wanted = 200_000 * 100 ** (((task * 37) % tasks) / (tasks - 1));
      next = fill(fixture, { sources, next, wanted });
    }),
  );
}

function fill(
  fixture: string,
  { sources, next, wanted }: { sources: Source[]; next: number; wanted: number },
) {
  let left = wanted;
  for (let tried = 0; tried < sources.length && left > 1000; tried++, next++) {
    const source = sources[next % sources.length];
    if (source === undefined || source.size > left) continue;
    copyFileSync(source.path, join(fixture, `${next}-${basename(source.path)}`));
    left -= source.size;
  }
  return next;
}

function manySmallFiles(fixture: string): void {
  const text = new SourceText(listSources());
  for (const file of range(5000)) {
    const folder = join(fixture, String(file % 100));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${file}.js`), text.take(500 + ((file * 7919) % 5000)));
  }
}

const megabyte = 1_000_000;

/** 1 GB in ten files; the pieces repeat only after all sources, far beyond any compressor's window. */
function code(fixture: string): void {
  const text = new SourceText(listSources());
  for (const file of range(10)) {
    for (const piece of range(100)) {
      writeFileSync(join(fixture, `${file}.js`), text.take(megabyte), { flag: piece === 0 ? 'w' : 'a' });
    }
  }
}

/** 1 GB that no compressor makes smaller: AES in counter mode of zeros. */
function random(fixture: string): void {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, 1), Buffer.alloc(16));
  const zeros = Buffer.alloc(100 * megabyte);
  for (const file of range(10)) writeFileSync(join(fixture, `${file}.bin`), cipher.update(zeros));
}

function once(fixture: string, make: (fixture: string) => void): string[] {
  if (existsSync(fixture)) return [fixture];
  mkdirSync(fixture, { recursive: true });
  make(fixture);
  return [fixture];
}

const range = (length: number) => Array.from({ length }, (_, index) => index);
