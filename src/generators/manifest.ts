import { recordAt } from '../nx/json.js';
import { installationFolder } from '../nx/workspace.js';
import { readJson, readNxJson } from './nx-json.js';
import type { Tree } from './tree.js';

/** The file that names the packages of a workspace, and the keys in it under which it does. */
export interface Manifest {
  readonly file: 'package.json' | 'nx.json';
  readonly sections: readonly (readonly string[])[];
  /** the section for a new package */
  readonly main: readonly string[];
  /** the folder with `node_modules`; empty for the root */
  readonly folder: string;
}

const packageJson: Manifest = {
  file: 'package.json',
  sections: [['dependencies'], ['devDependencies'], ['optionalDependencies']],
  main: ['devDependencies'],
  folder: '',
};

/** `.nx/nxw.js` installs `installation.plugins` of nx.json where there is no package.json (nx.dev, "Non-JavaScript repos"). */
const nxJson: Manifest = {
  file: 'nx.json',
  sections: [['installation', 'plugins']],
  main: ['installation', 'plugins'],
  folder: installationFolder,
};

/** package.json before nx.json, as `nx add` decides. */
export function findManifest(tree: Tree): Manifest | undefined {
  if (tree.exists('package.json')) return packageJson;
  return readNxJson(tree)['installation'] === undefined ? undefined : nxJson;
}

/** @throws Error when there is none */
export function getManifest(tree: Tree): Manifest {
  const manifest = findManifest(tree);
  if (manifest) return manifest;
  throw new Error(
    'there is no package.json beside nx.json, and no "installation" in nx.json: one of them must name the package. ' +
      'Run "npm init -y" first, or add package.json by hand. Nothing was changed.',
  );
}

/** name → specifier */
export type Entries = Readonly<Record<string, string>>;

/** Reads one section of a manifest; empty if it is missing. */
export function readEntries(tree: Tree, { file }: Manifest, section: readonly string[]): Entries {
  return recordAt(readJson(tree, file), section) as Entries;
}
