import type { Answer, Probe } from '../../../blob/probe.js';
import type { ScopeAccess } from '../../../trust/access.js';
import type { Resolved } from '../../shared/workspace.js';
import { fail, pass, skip, warn, type Finding, type Findings } from '../check.js';
import { credentialFix, describeCredential } from '../credentials.js';
import { kindOf, writtenPlace, type Setup } from '../setup.js';
import { leftBehind, testBlobName, withTestBlob } from '../test-blob.js';

/** Checks with a test blob that this run can create blobs where it stores, and read them. */
export async function checkRights(setup: Setup): Promise<Findings> {
  const resolved = setup.resolve();
  const place = writtenPlace(resolved);
  if (!place) return skip('this run stores nothing');
  const tried = await tryStoring(await setup.probe(place), testBlobName(place, resolved.config.prefix));
  const where = `"${place.scope}" of container "${place.container}"`;
  if (tried.create === 'refused') return cannotStore(resolved, place, where);
  return [assess(tried, where), leftBehind(tried.left, place)];
}

type Answers = Record<'create' | 'read' | 'again' | 'list', Answer>;

function tryStoring(probe: Probe, name: string) {
  return withTestBlob<Answers>(probe, name, async () => {
    const create = await probe.create(name);
    if (create === 'refused') return { create, read: create, again: create, list: create };
    const [read, again] = [await probe.read(name), await probe.createAgain(name)];
    return { create, read, again, list: await probe.list(name) };
  });
}

/** An untrusted run may be meant to store nothing. */
function cannotStore(resolved: Resolved, { container, credential }: ScopeAccess, where: string): Finding {
  const fix = credentialFix('write', describeCredential(credential, resolved.config), container);
  const report = kindOf(resolved) === 'untrusted' ? warn : fail;
  return report(
    `this run cannot store: creating in ${where} is refused`,
    `${fix}, or set the mode to "read-only"`,
  );
}

function assess({ read, again, list, remove }: Answers & { remove: Answer }, where: string): Finding[] {
  return [
    read === 'done'
      ? pass(`this run can create and read in ${where}`)
      : fail(
          `this run can create in ${where}, but not read there`,
          'give its credential read access as well',
        ),
    again === 'refused'
      ? pass('existing blobs are kept: creating one again is refused')
      : fail(
          'creating an existing blob again replaces it: the service does not respect If-None-Match',
          'check for a proxy that removes the header If-None-Match from requests',
        ),
    pass(`it ${can(list)} list and ${can(remove)} delete, which only stats, ls and prune need`),
  ];
}

const can = (answer: Answer) => (answer === 'done' ? 'can' : 'cannot');
