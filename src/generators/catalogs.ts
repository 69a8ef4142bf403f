import { parse } from 'yaml';

import { recordAt } from '../nx/json.js';
import type { Tree } from './tree.js';

/** What a catalog has of a package. */
export interface CatalogEntry {
  readonly specifier: string;
  /** that holds the catalog */
  readonly file: string;
}

/**
 * Finds what `catalog:<catalog>` stands for: in pnpm-workspace.yaml (pnpm.io/catalogs), in .yarnrc.yml of yarn 4.10 and
 * later (yarnpkg.com/features/catalogs), in package.json or its `workspaces` for bun (bun.sh/docs/install/catalogs).
 *
 * @param catalog its name; empty for the default one
 */
export function findInCatalogs(tree: Tree, catalog: string, name: string): CatalogEntry | undefined {
  const holders = [
    ...yamlFiles.map((file) => ({ file, holder: parseYaml(tree, file) })),
    ...holdersIn(parseYaml(tree, 'package.json')),
  ];
  for (const { file, holder } of holders) {
    const specifier = entriesOf(holder, catalog)[name];
    if (typeof specifier === 'string') return { specifier, file };
  }
  return undefined;
}

const yamlFiles = ['pnpm-workspace.yaml', '.yarnrc.yml'];

const holdersIn = (packageJson: unknown) =>
  [recordAt(packageJson)['workspaces'], packageJson].map((holder) => ({ file: 'package.json', holder }));

/** `catalog` is the default one, which `catalogs.default` may be, too. */
function entriesOf(holder: unknown, catalog: string): Readonly<Record<string, unknown>> {
  const { catalog: unnamed, catalogs } = recordAt(holder);
  const named = recordAt(catalogs, [catalog === '' ? 'default' : catalog]);
  return catalog === '' || catalog === 'default' ? { ...named, ...recordAt(unnamed) } : named;
}

const textOf = (tree: Tree, file: string) => (tree.exists(file) ? tree.read(file, 'utf-8') : null) ?? '';

/**
 * What is in a file of YAML, or of JSON, which is YAML. Undefined without the file; one that cannot be parsed is for the
 * package manager to complain about.
 */
export function parseYaml(tree: Tree, file: string): unknown {
  try {
    return parse(textOf(tree, file));
  } catch {
    return undefined;
  }
}
