import { alias } from '../../nx/package-name.js';
import type { Migration } from './migration.js';
import type { Setup } from './setup.js';

/** What was found, in a sentence. */
export function describeState({ nxJson, packages }: Setup, migrations: readonly Migration[]): string {
  const moving = migrations.filter(({ moves }) => moves);
  if (moving.length > 0) return `Migrating from ${namesOf(moving)} to nx-azure-cache.`;
  if (migrations.length > 0) return `This workspace uses ${namesOf(migrations)}: that is for you to migrate.`;
  if (nxJson['azure'] !== undefined && packages[alias] !== undefined) {
    return 'This workspace uses nx-azure-cache: nothing to migrate.';
  }
  return 'No remote cache to migrate from was found. To set one up: nx generate nx-azure-cache:init';
}

const namesOf = (migrations: readonly Migration[]) => migrations.map(({ from }) => from).join(' and ');
