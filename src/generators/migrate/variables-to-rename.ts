import type { Migration } from './migration.js';
import { newNameOf } from './new-names.js';
import type { Setup } from './setup.js';

/** Every place that names a variable of a former cache, with the new name; their values are nobody's business. */
export function variablesToRename({ variables }: Setup, migrations: readonly Migration[]): string[] {
  const keys = migrations.some(({ from }) => from.includes('@nx/'));
  const found = variables.filter(({ name }) => keys || !licenceKeys.includes(name));
  if (found.length === 0) return [];
  const rows = found.map(({ file, line, name }) => `  ${file}:${line}  ${name} → ${newNameOf(name)}`);
  return [
    'Rename these variables, or remove them, and the secrets of CI behind them (no such file was changed):',
    ...rows,
  ];
}

/** They may be there for another product of Nx. */
const licenceKeys = ['NX_KEY', 'NX_POWERPACK_LICENSE'];
