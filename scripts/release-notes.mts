/** Prints the notes for the release of a tag, by default of the version in package.json; fails when it cannot be released. */
import { readFileSync } from 'node:fs';

import { changelogSection, type Release } from './changelog-section.mjs';

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Release['manifest'];
const [tag = `v${manifest.version}`] = process.argv.slice(2);
try {
  process.stdout.write(
    `${changelogSection({ tag, manifest, changelog: readFileSync('CHANGELOG.md', 'utf8') })}\n`,
  );
} catch (error) {
  process.stderr.write(`No release: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
