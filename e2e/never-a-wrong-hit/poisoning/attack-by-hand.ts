import type { RestError } from '@azure/storage-blob';
import type { NxLine } from '../../../test/support/install/nx-version.js';
import type { Lab } from '../../../test/support/workspace/lab.js';
import type { Files } from '../../../test/support/workspace/projects.js';
import { createRepository, type Repository } from '../../../test/support/workspace/repository.js';
import { poison, type Protection, type Rights } from '../../../test/support/workspace/rights.js';
import {
  build,
  hashesOf,
  patchedTool,
  stampedProject,
  type Build,
} from '../../../test/support/workspace/stamped-project.js';
import { readArtifact, writeArtifact, type Artifact } from './artifact.js';
import { byHand, projectOf, type ByHand } from './by-hand-rows.js';

/** The results of all attacks by hand against one repository. */
export interface Aftermath {
  readonly repository: Repository;
  /** Name of the attack → the server's answer to it: `done`, or an error code. */
  readonly answers: Readonly<Record<string, string>>;
  /** Project → hash of its task. */
  readonly hashes: Readonly<Record<string, string>>;
  /** The next build of main. */
  readonly next: Build;
}

const sources = (rows: readonly ByHand[], source?: string): Files =>
  Object.assign({}, ...rows.map((row) => stampedProject(projectOf(row), source))) as Files;
const older = sources(
  byHand.filter(({ slot }) => slot === 'fresh'),
  'older source',
);

/** Main builds; an attacker with a pull request's token attacks; main builds again, on another machine. */
export async function attackByHand(lab: Lab, by: Protection | Rights, nx: NxLine): Promise<Aftermath> {
  const repository = await createRepository(lab, by, { nx, files: sources(byHand) });
  const stored = hashesOf(await build(await repository.main({ files: older })));
  const hashes = await buildPoison(repository);
  const answers: Record<string, string> = {};
  for (const row of byHand) {
    const [hash = '', storedHash = ''] = [hashes[projectOf(row)], stored[projectOf(row)]];
    const forged = await row.forge({
      hash,
      repository,
      poison: await readArtifact(repository.workshop.container, poisonOf(repository, hash)),
      stored: await readArtifact(repository.trusted, repository.slotOf(storedHash)),
    });
    answers[row.name] = await answerTo(() => put(repository, { row, hash }, forged));
  }
  const next = await build(await repository.main({ env: { NX_VERBOSE_LOGGING: 'true' } }));
  return { repository, answers, hashes, next };
}

const attacker = 7;

/** The package itself creates the artifact that replaces main's, under a prefix without blobs of main. */
async function buildPoison(repository: Repository): Promise<Aftermath['hashes']> {
  const job = { files: patchedTool, env: repository.workshop.env };
  return hashesOf(await build(await repository.pullRequest(attacker, job)));
}

const poisonOf = ({ slotOf }: Repository, hash: string) => slotOf(hash, `pr/${attacker}`, poison);

async function put(
  { trusted, slotOf }: Repository,
  { row, hash }: { readonly row: ByHand; readonly hash: string },
  artifact: Artifact,
): Promise<void> {
  if (row.slot === 'deleted') await trusted.deleteBlob(slotOf(hash));
  await writeArtifact(trusted, slotOf(hash), artifact);
}

async function answerTo(request: () => Promise<void>): Promise<string> {
  try {
    await request();
    return 'done';
  } catch (error) {
    return (error as RestError).code ?? 'none';
  }
}
