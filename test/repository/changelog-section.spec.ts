import { expect, test } from 'vitest';

import { changelogSection } from '../../scripts/changelog-section.mjs';
import { readRepositoryFile } from './files.js';

const changelog = `# Changelog

## [Unreleased]

- Next.

## [1.2.0] - 2026-05-01

### Added

- A thing, by [somebody](https://example.com).

## [1.1.0] - 2026-04-01

## [1.0.0] - 2026-03-01

- The last one.

[1.2.0]: https://example.com/1.2.0
`;
const release = (version: string, tag = `v${version}`, owner = 'acme') => ({
  tag,
  changelog,
  manifest: { version, repository: { url: `git+https://github.com/${owner}/nx-azure-cache.git` } },
});

test('the text of a release is the section of its version', () => {
  expect(changelogSection(release('1.2.0'))).toBe(
    '### Added\n\n- A thing, by [somebody](https://example.com).',
  );
});

test('the links at the end of the changelog are no part of its last section', () => {
  expect(changelogSection(release('1.0.0'))).toBe('- The last one.');
});

test.each([
  ['another version than the tag', release('1.2.0', 'v1.3.0'), 'set it to 1.3.0, or tag v1.2.0'],
  ['a version without a section', release('1.2.0-beta.1'), 'no section "## [1.2.0-beta.1] - <date>"'],
  ['an empty section', release('1.1.0'), 'or it is empty'],
  ['an owner that nobody has put in', release('1.2.0', 'v1.2.0', 'OWNER'), 'names OWNER'],
])('%s is no release', (_, given, problem) => {
  expect(() => changelogSection(given)).toThrow(problem);
});

/** https://keepachangelog.com/en/1.1.0/ */
test('the changelog has an unreleased section, and only the headings that there are', () => {
  const headings = readRepositoryFile('CHANGELOG.md').match(/^##.*/gm) ?? [];
  expect(headings[0]).toBe('## [Unreleased]');
  const known =
    /^(## \[Unreleased\]|## \[\d+\.\d+\.\d+[^\]]*\] - \d{4}-\d\d-\d\d|### (Added|Changed|Deprecated|Removed|Fixed|Security))$/;
  expect(headings.filter((heading) => !known.test(heading))).toEqual([]);
});
