import { findFormerNames } from '../../config/variables.js';
import { docsPage } from '../../docs-page.js';
import { findManifest } from '../manifest.js';
import { detectPackageManager } from '../package-manager.js';
import { shell, type Shell } from '../shell.js';
import { adviseOnNx } from './advise-on-nx.js';
import { applyMigrations } from './apply-migrations.js';
import { describeState } from './describe-state.js';
import { findRivals } from './find-rivals.js';
import type { FolderTree } from './find-variables.js';
import { findUnknown, fromAzureCache } from './from-azure-cache.js';
import { fromOtherRunners } from './from-other-runners.js';
import { fromRemotecacheAzure } from './from-remotecache-azure.js';
import { recordAt } from '../../nx/json.js';
import { report } from './report.js';
import { readSetup, type Setup } from './setup.js';
import { variablesToRename } from './variables-to-rename.js';

/**
 * Finds out what the workspace uses for a remote cache, moves it to this package, and says what it did and what it did
 * not do; in a dry run too, of which Nx itself shows only the names of the files.
 *
 * @throws Error when nx.json or package.json cannot be parsed, or there is no package.json; nothing is written then
 */
export function migrateGenerator(tree: FolderTree, _options: object, to: Pick<Shell, 'say'> = shell): void {
  const setup = readSetup(tree);
  const migrations = [fromRemotecacheAzure, fromAzureCache, fromOtherRunners]
    .map((look) => look(setup))
    .filter((found) => found !== undefined);
  const diffs = applyMigrations(tree, migrations);
  const after = readSetup(tree);
  const manifest = findManifest(tree)?.file;
  const moves = migrations.some((migration) => migration.moves);
  const findings = {
    title: describeState(setup, migrations),
    diffs,
    notes: [...migrations.flatMap(({ notes }) => notes), ...sharedScope(after), ...renamesIn(after)],
    todo: [
      ...(manifest !== undefined && manifest in diffs
        ? [`Install what ${manifest} says: ${detectPackageManager(tree).install}`]
        : []),
      ...findUnknown(setup),
      ...migrations.flatMap(({ todo }) => todo),
      ...variablesToRename(setup, migrations),
      ...(moves ? adviseOnNx(after) : []),
      ...(migrations.length > 0 ? findRivals(after) : []),
    ],
  };
  to.say(report(findings));
}

const renamesIn = ({ nxJson }: Setup) =>
  findFormerNames(nxJson['azure'], {}).map(({ former, current }) => `Rename ${former} to ${current}.`);

function sharedScope({ nxJson }: Setup): string[] {
  const { azure } = nxJson;
  if (azure === undefined || recordAt(azure)['trust'] !== undefined) return [];
  return [
    `Without azure.trust all runs share one scope: whoever can write to the container can put into it what main will use. ${docsPage('security.md')} says how to add it.`,
  ];
}
