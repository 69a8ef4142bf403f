import { posix } from 'node:path';
import { expect, test } from 'vitest';

import { listFiles, readRepositoryFile } from './files.js';

const pages = listFiles(/^(docs\/(.*\/)?)?[\w-]+\.md$/);

/** As GitHub makes them of headings. */
const anchorsOf = (page: string) =>
  [...readRepositoryFile(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

test.each(pages)('the links of %s lead to files and headings of this repository', (page) => {
  const files = new Set(listFiles(/./));
  const links = [...readRepositoryFile(page).matchAll(/\]\((?!https?:)([^)\s]*)\)/g)].map(
    ([, link = '']) => link,
  );
  const broken = links.filter((link) => {
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : posix.join(posix.dirname(page), path);
    if (!files.has(target)) return true;
    return anchor !== undefined && !anchorsOf(target).includes(anchor);
  });
  expect(broken).toEqual([]);
});
