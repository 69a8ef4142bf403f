import { fail, pass, warn, type Finding } from './check.js';
import type { Aim } from './credential-fix.js';
import type { Rights } from './try-rights.js';

/** What was tried where trusted artifacts are, and by whom. */
export interface Tried {
  readonly by: 'shared' | 'trusted' | 'untrusted';
  /** the credential, e.g. `the SAS in AZURE_STORAGE_SAS_TOKEN` */
  readonly name: string;
  readonly rights: Rights;
  /** e.g. `"trusted" of container "nx-cache"` */
  readonly where: string;
  /** whether artifacts there must be signed */
  readonly signed: boolean;
  /** whether the mode wants to store */
  readonly write: boolean;
  readonly fix: (aim: Aim) => string;
}

/** What a run's rights mean for what everybody restores. */
export function judgeRights(tried: Tried): Finding[] {
  switch (tried.by) {
    case 'untrusted':
      return [judgeUntrusted(tried)];
    case 'shared':
      return [judgeShared(tried)];
    case 'trusted':
      return [judgeCreating(tried), judgeOverwriting(tried), judgeDeleting(tried)];
  }
}

function judgeUntrusted({ name, rights, where, signed, fix }: Tried): Finding {
  const allowed = allowedBy(rights);
  if (allowed.length === 0) {
    return pass(`${name} cannot poison main: creating, overwriting and deleting in ${where} are refused`);
  }
  const harm = allowed.join() === 'delete' ? 'delete what main has stored' : 'poison main';
  const signatures =
    'unsigned blobs are refused there (azure.trust.publicKeys), but artifacts could be destroyed';
  const detail = `${name} could ${harm}: it may ${join(allowed)} in ${where}`;
  return fail(signed ? `${detail}; ${signatures}` : detail, fix('read'));
}

function judgeShared({ name, rights, where }: Tried): Finding {
  const allowed = allowedBy(rights);
  if (allowed.length === 0) return pass(`${name} poisons nobody: it cannot write in ${where}`);
  return warn(
    `${name} may ${join(allowed)} in ${where}, which every run restores from`,
    'set azure.trust in nx.json, and run this again in a trusted and in an untrusted job',
  );
}

function judgeCreating({ rights, where, write, fix }: Tried): Finding {
  if (rights.create === 'done') return pass(`this trusted run may create in ${where}, as it must`);
  if (!write) return pass(`this trusted run may not create in ${where}, and by its mode it does not want to`);
  return fail(`this trusted run stores nothing: creating in ${where} is refused`, fix('write'));
}

function judgeOverwriting({ rights, where, signed, write, fix }: Tried): Finding {
  if (rights.overwrite === 'done') {
    return signed
      ? pass(`it may overwrite in ${where}, which replaces blobs that fail verification`)
      : warn(
          `it may overwrite in ${where}: whoever steals this credential can poison what is there`,
          'set azure.trust.publicKeys (npx nx-azure-cache keygen), so that what they write is refused',
        );
  }
  if (!signed || !write) return pass(`it may not overwrite in ${where}`);
  return warn(
    `it may not overwrite in ${where}, so a blob that fails verification stays there`,
    fix('write'),
  );
}

function judgeDeleting({ rights, where, fix }: Tried): Finding {
  if (rights.remove === 'refused') return pass(`it may not delete in ${where}`);
  return warn(
    `it may delete in ${where}, which it never needs: whoever steals this credential can empty the cache`,
    fix('write, not delete'),
  );
}

const allowedBy = ({ create, overwrite, remove }: Rights) =>
  Object.entries({ create, overwrite, delete: remove })
    .filter(([, answer]) => answer === 'done')
    .map(([verb]) => verb);

/** `create, overwrite and delete` */
const join = (words: readonly string[]) => words.join(', ').replace(/, (?=[^,]*$)/, ' and ');
