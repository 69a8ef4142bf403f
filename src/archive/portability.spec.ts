import { expect, test } from 'vitest';
import { assertEntryPath } from './entry-path.js';
import { assertLinkTarget } from './link-target.js';
import { portabilityFlaw } from './portability.js';

const flawOf = (path: string, platform: NodeJS.Platform = 'win32', target = '') =>
  portabilityFlaw({ path, target }, platform);

const unportable: [string, string][] = [
  ...Array.from('<>:"|?*\\').map((character): [string, string] => [
    `outputs/a${character}b`,
    JSON.stringify(character),
  ]),
  ['outputs/a\u0001', '"\\u0001"'],
  ['outputs/a\u001fb', '"\\u001f"'],
  ['outputs/..\\..\\a', '"\\\\"'],
  ['outputs/C:/a', '":"'],
  ['outputs/q?/a', '"?"'],
  ['outputs/a.', 'a dot or a space'],
  ['outputs/...', 'a dot or a space'],
  ['outputs/a ', 'a dot or a space'],
  ['outputs/a /b', 'a dot or a space'],
  ['outputs/a./b', 'a dot or a space'],
  ['outputs/a:stream', '":"'],
  ['outputs/a::$DATA', '":"'],
  ...[
    ...['CON', 'con.js', 'nul.txt', 'Aux.tar.gz', 'prn .txt', 'CONIN$', 'conout$.log', 'nul/a'],
    ...['com0', 'com1', 'COM¹.a/b', 'COM²', 'LPT9.log', 'lpt0', 'LPT³'],
  ].map((name): [string, string] => [`outputs/${name}`, 'a device']),
];

test.each(unportable)('%j is a name that Windows alone cannot hold', (path, words) => {
  expect(flawOf(path)).toContain(words);
  expect([flawOf(path, 'linux'), flawOf(path, 'darwin')]).toEqual([undefined, undefined]);
  expect(() => {
    assertEntryPath(path);
  }).not.toThrow();
});

test.each([
  'outputs/.env',
  'outputs/...a',
  'outputs/name..js',
  'outputs/a b',
  'outputs/naïve/日本語/🚀',
  'outputs/\u007f\u0085',
  'outputs/console',
  'outputs/com',
  'outputs/com10',
  'outputs/aux-files',
  'outputs/my.con',
  'outputs/[id]+(group)@slot',
])('%j is a name that every system can hold', (path) => {
  expect(flawOf(path)).toBeUndefined();
});

test.each(['a\\..\\..\\b', '\\\\server\\share', 'nul', 'ab:c', '../a.', 'a?'])(
  'a link to %j is one that Windows alone cannot hold',
  (target) => {
    expect(flawOf('outputs/d/l', 'win32', target)).toContain(`is a link to ${JSON.stringify(target)}, which`);
    expect(flawOf('outputs/d/l', 'linux', target)).toBeUndefined();
    expect(() => {
      assertLinkTarget({ path: 'outputs/d/l', target });
    }).not.toThrow();
  },
);

test.each(['..', '../a', './a', 'a/./b', 'a/'])(
  'a link to %j is one that every system can hold',
  (target) => {
    expect(flawOf('outputs/d/l', 'win32', target)).toBeUndefined();
  },
);
