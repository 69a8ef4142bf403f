import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { assertArtifacts, layOut, writeHashes } from '../driver/artifacts.mjs';
import { json, writeFiles } from '../work/files.mjs';
import { measureOn } from './counted.mjs';
import { onSite } from './on-site.mjs';
import type { Connect, Pair, Remote, Setting, Subject } from './subject.mjs';

export interface DriverSubject {
  readonly name: string;
  readonly family: string;
  readonly node: string;
  /** Its name in driver.mjs. */
  readonly kind: 'plugin' | 'http' | 'custom-runner' | 'nothing';
  readonly install: () => Promise<string>;
  readonly connect?: Connect;
}

const driver = new URL('../driver/driver.mjs', import.meta.url).pathname;

/** Stores all artifacts of a work by the calls that Nx would make, and then retrieves them; nothing else is done. */
export function driverSubject(options: DriverSubject): Subject {
  const { name, family, connect } = options;
  const pair = (setting: Setting) =>
    onSite(setting, connect, (remote) => storeAndRetrieve({ options, setting, remote }));
  return { name, family, isLimit: connect === undefined, pair };
}

interface Context {
  readonly options: DriverSubject;
  readonly setting: Setting;
  readonly remote: Remote | undefined;
}

async function storeAndRetrieve(context: Context): Promise<Pair> {
  const { options, setting, remote } = context;
  const root = mkdtempSync(join(setting.scratch, 'driver-'));
  try {
    writeFiles(root, { 'workspace/nx.json': json(remote?.config ?? {}) });
    symlinkSync(join(await options.install(), 'node_modules'), join(root, 'workspace/node_modules'));
    layOut(setting.work, join(root, 'stored'));
    const cold = await run(root, context, { verb: 'store', folder: 'stored' });
    rmSync(join(root, 'stored'), { recursive: true });
    const warm = await run(root, context, { verb: 'retrieve', folder: 'retrieved' });
    if (remote) assertArtifacts(setting.work, join(root, 'retrieved'));
    return { cold, warm };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

interface Step {
  readonly verb: 'store' | 'retrieve';
  readonly folder: string;
}

async function run(root: string, { options, setting, remote }: Context, { verb, folder }: Step) {
  const cache = join(root, folder);
  mkdirSync(cache, { recursive: true });
  const { node, kind } = options;
  const log = join(root, `${verb}.log`);
  const { sample, startedAt } = await measureOn(setting.storage, {
    command: [node, driver, kind, verb, cache, writeHashes(setting.work, root)],
    cwd: join(root, 'workspace'),
    env: { PATH: `${dirname(node)}:${process.env['PATH'] ?? ''}`, HOME: root, ...remote?.env },
    log,
  });
  const callsAt = Number(/^calls at (\d+)$/m.exec(readFileSync(log, 'utf8'))?.[1]);
  return { ...sample, doneMs: startedAt + sample.ms - callsAt };
}
