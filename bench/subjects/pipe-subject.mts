import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sizesBelow } from '../work/sizes.mjs';
import { measureOn } from './counted.mjs';
import { onSite } from './on-site.mjs';
import type { Pair, Setting, Subject } from './subject.mjs';

/** The system's own tools in a pipe, one stream: the reference for throughput. */
export function pipeSubject(family: string): Subject {
  const pair = (setting: Setting) =>
    onSite(setting, undefined, (_, url) => sendAndFetch(setting, `${url}/artifact`));
  return { name: `tar | zstd -1 | curl (${family})`, family, isLimit: true, pair };
}

async function sendAndFetch({ work, storage, scratch }: Setting, url: string): Promise<Pair> {
  const root = mkdtempSync(join(scratch, 'pipe-'));
  const fixture = work.tasks[0]?.fixture ?? '';
  const restored = join(root, 'restored');
  mkdirSync(restored);
  const run = async (name: string, script: string) => {
    const command = ['bash', '-o', 'pipefail', '-c', script];
    const env = { PATH: process.env['PATH'] ?? '' };
    const { sample } = await measureOn(storage, {
      command,
      cwd: root,
      env,
      log: join(root, `${name}.log`),
    });
    return sample;
  };
  try {
    const cold = await run('send', `tar -C ${fixture} -cf - . | zstd -1 -q -c | curl ${upload} -T - ${url}`);
    const warm = await run('fetch', `curl -sSf ${url} | zstd -d -q -c | tar -C ${restored} -xf -`);
    if (sizesBelow(restored) !== sizesBelow(fixture)) throw new Error('the pipe restored something else');
    return { cold, warm };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const upload = "-sSf -X PUT -H 'x-ms-blob-type: BlockBlob' -H 'expect:'";
