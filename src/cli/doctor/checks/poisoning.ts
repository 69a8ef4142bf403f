import type { CredentialSource } from '../../../config/credential-source.js';
import { CacheError } from '../../../errors.js';
import { scopesOf, type ScopeAccess } from '../../../trust/access.js';
import { fail, pass, warn, type Finding, type Findings } from '../check.js';
import { credentialFix, describeCredential, type Aim } from '../credentials.js';
import { kindOf, type Setup } from '../setup.js';
import { leftBehind, testBlobName, tryRights, type Rights } from '../test-blob.js';

/** Checks that this run cannot create, replace or delete what other runs read, with each credential that it uses. */
export async function checkPoisoning(setup: Setup): Promise<Findings> {
  const [target, own] = scopesOf(setup.resolve().access);
  if (!target) return undefined;
  const first = await attack(setup, target, target.credential);
  const isOther = own && own.credential !== target.credential;
  return [first, isOther && (await attack(setup, target, own.credential))];
}

async function attack(setup: Setup, target: ScopeAccess, by: CredentialSource): Promise<Findings> {
  const resolved = setup.resolve();
  const { scope, container, publicKeys } = target;
  const rights = await tryAll(setup, { ...target, credential: by }, by !== target.credential);
  const description = describeCredential(by, resolved.config);
  const findings = assessRights({
    by: kindOf(resolved),
    name: description.name,
    rights,
    where: `"${scope}" of container "${container}"`,
    signed: publicKeys.length > 0,
    write: resolved.config.mode.write,
    fix: (aim) => credentialFix(aim, description, container),
  });
  return [findings, leftBehind(rights.left, target), by === target.credential && reading(rights, target)];
}

/** Azure does not accept the SAS of another container at all. */
async function tryAll(setup: Setup, place: ScopeAccess, isForElsewhere: boolean): Promise<Rights> {
  try {
    const name = testBlobName(place, setup.resolve().config.prefix);
    return await tryRights(await setup.probe(place), name);
  } catch (error) {
    const { cause } = Object(error) as { cause?: unknown };
    const isNotAccepted = cause instanceof CacheError && cause.kind === 'credential';
    if (!isForElsewhere || !isNotAccepted) throw error;
    return { create: 'refused', overwrite: 'refused', remove: 'refused', list: 'refused', left: undefined };
  }
}

/** Neither is harmful: names are hashes, and everybody who can read the cache may use its content. */
const reading = ({ list }: Rights, { container }: ScopeAccess) =>
  pass(`it can read${list === 'done' ? ' and list' : ', but not list,'} container "${container}"`);

/** What was tried where trusted artifacts are, and by whom. */
export interface Attempt {
  readonly by: 'shared' | 'trusted' | 'untrusted';
  /** the credential, e.g. `the SAS in AZURE_STORAGE_SAS_TOKEN` */
  readonly name: string;
  readonly rights: Rights;
  /** e.g. `"trusted" of container "nx-cache"` */
  readonly where: string;
  /** whether artifacts there must be signed */
  readonly signed: boolean;
  /** whether the mode allows storing */
  readonly write: boolean;
  readonly fix: (aim: Aim) => string;
}

/** What the rights of a run mean for the artifacts that other runs read. */
export function assessRights(attempt: Attempt): Finding[] {
  if (attempt.by === 'untrusted') return [assessUntrusted(attempt)];
  if (attempt.by === 'shared') return [assessShared(attempt)];
  return [assessCreating(attempt), assessOverwriting(attempt), assessDeleting(attempt)];
}

function assessUntrusted({ name, rights, where, signed, fix }: Attempt): Finding {
  const allowed = allowedBy(rights);
  if (allowed === '')
    return pass(`${name} cannot poison main: it cannot create, overwrite or delete in ${where}`);
  const harm = allowed === 'delete' ? "delete main's artifacts" : 'poison main';
  const detail = `${name} could ${harm}: it can ${allowed} in ${where}`;
  const limited = `${detail}; unsigned blobs are rejected there (azure.trust.publicKeys), but artifacts could be destroyed`;
  return fail(signed ? limited : detail, fix('read'));
}

function assessShared({ name, rights, where }: Attempt): Finding {
  const allowed = allowedBy(rights);
  if (allowed === '') return pass(`${name} cannot poison other runs: it cannot write in ${where}`);
  return warn(
    `${name} can ${allowed} in ${where}, which every run reads`,
    'set azure.trust in nx.json, then run doctor --trust in a job of main and in one of a pull request',
  );
}

function assessCreating({ rights, where, write, fix }: Attempt): Finding {
  if (rights.create === 'done') return pass(`this trusted run can create in ${where}, as it must`);
  if (!write) return pass(`this trusted run cannot create in ${where}, and its mode does not store`);
  return fail(`this trusted run cannot store: creating in ${where} is refused`, fix('write'));
}

function assessOverwriting({ rights, where, signed, write, fix }: Attempt): Finding {
  if (rights.overwrite === 'done') {
    if (signed) return pass(`it can overwrite in ${where}, to replace blobs that fail verification`);
    return warn(
      `it can overwrite in ${where}: anyone who steals this credential can poison existing artifacts`,
      'set azure.trust.publicKeys (npx nx-azure-cache keygen), so that unsigned artifacts are rejected',
    );
  }
  if (!signed || !write) return pass(`it cannot overwrite in ${where}`);
  return warn(
    `it cannot overwrite in ${where}, so it cannot replace a blob that fails verification`,
    fix('write'),
  );
}

function assessDeleting({ rights, where, fix }: Attempt): Finding {
  if (rights.remove === 'refused') return pass(`it cannot delete in ${where}`);
  return warn(
    `it can delete in ${where}, which no run needs: anyone who steals this credential can empty the cache`,
    fix('write, not delete'),
  );
}

/** `create, overwrite and delete`; empty without any of them */
function allowedBy({ create, overwrite, remove }: Rights): string {
  const verbs = Object.entries({ create, overwrite, delete: remove }).filter(
    ([, answer]) => answer === 'done',
  );
  return verbs
    .map(([verb]) => verb)
    .join(', ')
    .replace(/, (?=[^,]*$)/, ' and ');
}
