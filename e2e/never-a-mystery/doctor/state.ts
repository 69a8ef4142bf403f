import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The parts of a workspace and of its environment that `doctor` checks. */
export interface State {
  /** the `azure` key of nx.json; undefined for none */
  readonly azure: Readonly<Record<string, unknown>> | undefined;
  /** the rest of nx.json */
  readonly nxJson: object;
  /** the text of nx.json, instead of all these fields */
  readonly text?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** the contents of node_modules, by installed name */
  readonly packages: Readonly<Record<string, Installed | undefined>>;
}

/** The packed package, or a stub with only a name, a version and exports. */
export type Installed =
  'packed' | { readonly name?: string; readonly version: string; readonly main?: string };

/** The replaced values; undefined removes a value. */
export type Change = Partial<State>;

/** Keys and variables one by one, all else whole. */
export function change(state: State, { azure, env, packages, ...others }: Change): State {
  return {
    ...state,
    ...others,
    azure: { ...state.azure, ...azure },
    env: { ...state.env, ...env },
    packages: { ...state.packages, ...packages },
  };
}

/** Writes a state to a new folder. */
export function writeState(state: State, packed: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'nx-azure-cache-doctor-')));
  const nxJson = JSON.stringify({ ...state.nxJson, azure: state.azure });
  writeFileSync(join(folder, 'nx.json'), state.text ?? nxJson);
  for (const [name, installed] of Object.entries(state.packages)) {
    if (installed !== undefined) install(join(folder, 'node_modules', name), name, { installed, packed });
  }
  return folder;
}

function install(
  folder: string,
  as: string,
  { installed, packed }: { installed: Installed; packed: string },
): void {
  mkdirSync(dirname(folder), { recursive: true });
  if (installed === 'packed') {
    symlinkSync(packed, folder);
    return;
  }
  const { main = '', ...manifest } = installed;
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: as, ...manifest }));
  writeFileSync(join(folder, 'index.js'), main);
}
