export interface Release {
  readonly tag: string;
  readonly manifest: { readonly version: string; readonly repository: { readonly url: string } };
  readonly changelog: string;
}

/**
 * The text of a release: the section of its version.
 *
 * @throws Error with the reason why it cannot be released
 */
export function changelogSection({ tag, manifest, changelog }: Release): string {
  const { version, repository } = manifest;
  if (tag !== `v${version}`)
    throw new Error(
      `the tag ${tag} is not the version of package.json: set it to ${tag.slice(1)}, or tag v${version}`,
    );
  if (repository.url.includes('/OWNER/'))
    throw new Error(
      'package.json names OWNER as the owner of the repository: put in who it is, in every file',
    );
  // `## [1.2.3] - 2026-01-31`, until the next section or the links at the end
  const sections = changelog.split(/^## |^\[[^\]]+\]: /m);
  const section = sections.find((text) => text.startsWith(`[${version}] - `));
  const [, ...lines] = section?.split('\n') ?? [];
  const text = lines.join('\n').trim();
  if (text === '') throw new Error(`CHANGELOG.md has no section "## [${version}] - <date>", or it is empty`);
  return text;
}
