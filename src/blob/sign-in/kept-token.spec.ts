import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import type { EntraSettings, Tool } from '../../config/entra.js';
import { createTokenKeeper } from './kept-token.js';
import type { HeldToken } from './shared-token.js';

const hour = 60 * 60_000;
const account = 'acme.blob.core.windows.net';
const isRoot = process.getuid?.() === 0;

function machine() {
  const home = temporaryFolder();
  const settings: EntraSettings = {
    tokenFolder: join(home, 'cache/nx-azure-cache'),
    variables: 'v',
    authority: undefined,
    clientId: undefined,
    flaw: undefined,
    application: false,
    files: {},
    managed: false,
    notGiven: undefined,
    sessions: { az: join(home, '.azure/p'), azd: join(home, '.azd/a'), pwsh: join(home, '.Azure/c') },
  };
  signInWith(settings, 'az', 'ada of tenant one');
  return settings;
}

function signInWith({ sessions }: EntraSettings, tool: Tool, who: string): void {
  mkdirSync(dirname(sessions[tool]), { recursive: true });
  writeFileSync(sessions[tool], who);
}

const keeperOf = (settings: EntraSettings, host = account) => {
  const keeper = createTokenKeeper(settings, host);
  if (!keeper) throw new Error('nothing is kept here');
  return keeper;
};

const token = (instead: Partial<HeldToken> = {}): HeldToken => ({
  token: 'eyJ.secret.x',
  expires: Date.now() + hour,
  tool: 'az',
  tenantId: 'two',
  ...instead,
});

/** A machine that has kept a token; where. */
function kept(instead?: Partial<HeldToken>) {
  const settings = machine();
  keeperOf(settings).prepare()(token(instead));
  const folder = settings.tokenFolder ?? '';
  const names = readdirSync(folder);
  return { settings, folder, file: join(folder, names[0] ?? ''), names };
}

test('a kept token is found again, whole', () => {
  const { settings, names } = kept();
  expect(names).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.json$/)]);
  expect(keeperOf(settings).read()).toMatchObject({ token: 'eyJ.secret.x', tenantId: 'two', kept: true });
});

test('a kept token stays in use after az login as the same user, which writes the same session', () => {
  const { settings } = kept();
  signInWith(settings, 'az', 'ada of tenant one');
  expect(keeperOf(settings).read()).toMatchObject({ token: 'eyJ.secret.x' });
});

test.skipIf(process.platform === 'win32')('a kept token is of the user alone', () => {
  const { folder, file } = kept();
  expect([folder, file].map((path) => lstatSync(path).mode & 0o777)).toEqual([0o700, 0o600]);
});

describe('a refused token', () => {
  test('is gone once it is dropped', () => {
    const { settings, folder } = kept();
    keeperOf(settings).drop('eyJ.secret.x');
    expect(keeperOf(settings).read()).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('does not take away the one that another run has kept since', () => {
    const { settings } = kept();
    keeperOf(settings).prepare()(token({ token: 'eyJ.newer.x' }));
    keeperOf(settings).drop('eyJ.secret.x');
    expect(keeperOf(settings).read()).toMatchObject({ token: 'eyJ.newer.x' });
  });

  test('that is not there is no problem', () => {
    expect(() => {
      keeperOf(machine()).drop('eyJ.secret.x');
    }).not.toThrow();
  });
});

describe('a token is not kept', () => {
  test.each([
    ['that came by HTTP', { tool: undefined }],
    ['of a tool without a session on disk', { tool: 'azd' as const }],
  ])('%s', (_, instead) => {
    const settings = machine();
    keeperOf(settings).prepare()(token(instead));
    expect(keeperOf(settings).read()).toBeUndefined();
  });

  test('when somebody else has signed in while it was asked for', () => {
    const settings = machine();
    const keep = keeperOf(settings).prepare();
    signInWith(settings, 'az', 'eve');
    keep(token());
    expect(keeperOf(settings).read()).toBeUndefined();
  });

  test.each([
    ['in no folder', () => undefined],
    [
      'inside of a workspace',
      (folder: string) => {
        writeFileSync(join(folder, 'nx.json'), '{}');
        return join(folder, 'deep/cache');
      },
    ],
  ])('%s', (_, place) => {
    const tokenFolder = place(temporaryFolder());
    expect(createTokenKeeper({ ...machine(), tokenFolder }, account)).toBeUndefined();
  });
});

describe('a kept token is of no use', () => {
  test.each<[string, (settings: EntraSettings) => EntraSettings]>([
    ['with other variables', (settings) => ({ ...settings, variables: 'other' })],
    ['in another cloud', (settings) => ({ ...settings, authority: 'https://login.microsoftonline.us' })],
    [
      'after az login as somebody else, or in another tenant',
      (settings) => {
        signInWith(settings, 'az', 'ada of tenant two');
        return settings;
      },
    ],
    [
      'after another tool has signed in',
      (settings) => {
        signInWith(settings, 'pwsh', 'ada');
        return settings;
      },
    ],
    [
      'after az has forgotten everybody',
      (settings) => {
        rmSync(settings.sessions.az);
        return settings;
      },
    ],
  ])('%s', (_, change) => {
    expect(keeperOf(change(kept().settings)).read()).toBeUndefined();
  });

  test('for another account', () => {
    expect(keeperOf(kept().settings, 'other.blob.core.windows.net').read()).toBeUndefined();
  });

  test.each([5 * 60_000, 0, -hour, 100 * hour])('that is valid for %i ms more', (left) => {
    expect(keeperOf(kept({ expires: Date.now() + left }).settings).read()).toBeUndefined();
  });

  test.each<[string, (text: string) => string]>([
    ['cut in half', (text) => text.slice(0, text.length / 2)],
    ['empty', () => ''],
    ['no object', () => 'null'],
    ['of another key', (text) => text.replace(/"key":"./, '"key":"-')],
    ['with a token that is none', (text) => text.replace('eyJ.secret.x', 'a b')],
    ['with a token of another type', (text) => text.replace('"eyJ.secret.x"', '7')],
    ['with an end of another type', (text) => text.replace(/"expires":\d+/, '"expires":"soon"')],
    ['of an unknown tool', (text) => text.replace('"az"', '"other"')],
    ['far too long', (text) => text + ' '.repeat(70_000)],
  ])('%s', (_, change) => {
    const { settings, file } = kept();
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    expect(keeperOf(settings).read()).toBeUndefined();
  });

  test.skipIf(process.platform === 'win32').each<[string, (file: string, folder: string) => void]>([
    [
      'that others can read',
      (file) => {
        chmodSync(file, 0o644);
      },
    ],
    [
      'in a folder that others can enter',
      (_, folder) => {
        chmodSync(folder, 0o755);
      },
    ],
    [
      'that is a link',
      (file) => {
        renameSync(file, `${file}.real`);
        symlinkSync(`${file}.real`, file);
      },
    ],
    [
      'in a folder that is a link',
      (_, folder) => {
        renameSync(folder, `${folder}.real`);
        symlinkSync(`${folder}.real`, folder);
      },
    ],
    [
      'that is a folder',
      (file) => {
        rmSync(file);
        mkdirSync(file, { mode: 0o700 });
      },
    ],
  ])('%s', (_, change) => {
    const { settings, file, folder } = kept();
    change(file, folder);
    expect(keeperOf(settings).read()).toBeUndefined();
  });

  // Only root can give a file away.
  test.runIf(isRoot).each([
    [
      'that is another user’s',
      (file: string) => {
        chownSync(file, 4711, 4711);
      },
    ],
    [
      'in a folder of another user',
      (_: string, folder: string) => {
        chownSync(folder, 4711, 4711);
      },
    ],
  ])('%s', (_, change) => {
    const { settings, file, folder } = kept();
    change(file, folder);
    expect(keeperOf(settings).read()).toBeUndefined();
  });
});

test.skipIf(process.platform === 'win32')('nothing is kept in a folder that others can enter', () => {
  const { settings, folder, file } = kept();
  rmSync(file);
  chmodSync(folder, 0o755);
  keeperOf(settings).prepare()(token());
  expect(readdirSync(folder)).toEqual([]);
});

test('a file that was spoiled is replaced', () => {
  const { settings, file } = kept();
  truncateSync(file, 10);
  keeperOf(settings).prepare()(token());
  expect(keeperOf(settings).read()).toMatchObject({ token: 'eyJ.secret.x' });
});

test('what is a day old is swept away', () => {
  const { settings, folder } = kept();
  const old = join(folder, 'old.json');
  writeFileSync(old, '');
  utimesSync(old, 0, 0);
  keeperOf(settings).prepare()(token());
  expect(readdirSync(folder)).toHaveLength(1);
});
