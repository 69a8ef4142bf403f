import { expect, test } from 'vitest';
import { parse } from 'yaml';

import { listFiles, manifest, readRepositoryFile } from './files.js';

const owned = /github\.com\/([\w.-]+)\/nx-azure-cache(?![\w-])/g;
const [, owner = ''] = /\/([^/]+)\/nx-azure-cache\.git$/.exec(manifest.repository.url) ?? [];

test('package.json names the repository, its issues and its page', () => {
  const page = `https://github.com/${owner}/nx-azure-cache`;
  expect(manifest).toMatchObject({
    homepage: `${page}#readme`,
    bugs: `${page}/issues`,
    repository: { type: 'git', url: `git+${page}.git` },
  });
});

// To name the owner: replace github.com/OWNER/ in all of these files at once.
test('all files name the same owner', () => {
  const files = listFiles(
    /^(?!src\/generators\/migrate\/fixtures\/|package-lock).*\.(md|json|ya?ml|m?ts|mjs)$/,
  );
  const others = files.flatMap((path) =>
    [...readRepositoryFile(path).matchAll(owned)]
      .filter(([, name]) => name !== owner)
      .map(([link]) => [path, link]),
  );
  expect(others).toEqual([]);
});

test.each(['SECURITY.md', 'CHANGELOG.md', '.github/ISSUE_TEMPLATE/config.yml'])(
  '%s names the owner',
  (path) => {
    expect(readRepositoryFile(path)).toMatch(owned);
  },
);

test.each(['SECURITY.md', 'CHANGELOG.md'])('the README leads to %s', (path) => {
  const links = [...readRepositoryFile('README.md').matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link);
  expect(links).toContain(path);
});

test.each(listFiles(/^\.github\/(ISSUE_TEMPLATE\/.*|dependabot)\.yml$/))('%s is YAML', (path) => {
  expect(parse(readRepositoryFile(path))).toBeTypeOf('object');
});

/** https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-issue-forms */
test.each(listFiles(/^\.github\/ISSUE_TEMPLATE\/(?!config).*\.yml$/))('%s is a valid issue form', (path) => {
  const form = parse(readRepositoryFile(path)) as { name: string; description: string; body: Field[] };
  expect(form).toMatchObject({
    name: expect.any(String) as string,
    description: expect.any(String) as string,
  });
  const asked = form.body.filter(({ type }) => type !== 'markdown');
  expect(asked.filter(({ id, attributes }) => !id || !attributes.label)).toEqual([]);
  expect(new Set(asked.map(({ id }) => id)).size).toBe(asked.length);
});

interface Field {
  readonly type: string;
  readonly id?: string;
  readonly attributes: { readonly label?: string };
}

test('messages of the package link to pages of the documentation that exist', () => {
  const sources = listFiles(/^src\/(?!docs-page)(?!.*\.(spec|contract)\.ts$).*\.ts$/);
  const code = sources.flatMap((path) =>
    readRepositoryFile(path)
      .split('\n')
      .filter((line) => !/^\s*(\/\/|\/?\*)/.test(line)),
  );
  expect(code.filter((line) => /docs\/[\w-]+\.md/.test(line))).toEqual([]);
  const pages = code.flatMap((line) => [...line.matchAll(/docsPage\('([^'#]+)/g)].map(([, page]) => page));
  expect(pages.length).toBeGreaterThan(0);
  expect(listFiles(/^docs\//)).toEqual(expect.arrayContaining(pages.map((page) => `docs/${String(page)}`)));
});
