import type { Answer, Probe } from '../../../blob/probe.js';
import type { ScopeAccess } from '../../../trust/access.js';
import type { Resolved } from '../../container/resolved.js';
import { fail, pass, skip, warn, type Check, type Finding } from '../check.js';
import { credentialFix } from '../credential-fix.js';
import { describeCredential } from '../describe-credential.js';
import { leftBehind } from '../left-behind.js';
import { probeName } from '../probe-name.js';
import { kindOf, writtenPlace } from '../setup.js';
import { withProbeBlob } from '../try-rights.js';
import { configuration } from './configuration.js';
import { container } from './container.js';
import { credential } from './credential.js';

/** This run can do what it is going to, tried on a blob of its own: create, and read what is there. */
export const rights: Check = {
  title: 'Rights',
  needs: [configuration, credential, container],
  async run(setup) {
    const resolved = setup.resolve();
    const place = writtenPlace(resolved);
    if (!place) return [skip('this run stores nothing')];
    const tried = await tryStoring(await setup.probe(place), probeName(place, resolved.config.prefix));
    if (tried.create === 'refused') return [stuck(resolved, place)];
    return [
      ...judge(tried, `"${place.scope}" of container "${place.container}"`),
      ...leftBehind(tried, place),
    ];
  },
};

interface Tried extends Record<'create' | 'read' | 'again' | 'list' | 'remove', Answer> {
  readonly left: string | undefined;
}

function tryStoring(probe: Probe, name: string): Promise<Tried> {
  return withProbeBlob(probe, name, async () => {
    const create = await probe.create(name);
    if (create === 'refused') return { create, read: create, again: create, list: create };
    const [read, again] = [await probe.read(name), await probe.createAgain(name)];
    return { create, read, again, list: await probe.list(name) };
  });
}

/** A run that is not trusted harms nobody by that, and may be meant to. */
function stuck(resolved: Resolved, { scope, container, credential }: ScopeAccess): Finding {
  const detail = `this run stores nothing: creating in "${scope}" of container "${container}" is refused`;
  const fix = credentialFix('write', describeCredential(credential, resolved.config), container);
  const say = kindOf(resolved) === 'untrusted' ? warn : fail;
  return say(detail, `${fix}, or set the mode "read-only"`);
}

function judge({ read, again, list, remove }: Tried, where: string): Finding[] {
  return [
    read === 'done'
      ? pass(`this run may create and read in ${where}`)
      : fail(
          `this run may create in ${where}, and not read there`,
          'give its credential the right to read, too',
        ),
    again === 'refused'
      ? pass('what is there is kept: creating it again is refused')
      : fail(
          'what is there can be replaced by creating it again, as if the service did not know If-None-Match',
          'see that nothing in between takes the header If-None-Match out of requests',
        ),
    pass(`it may ${may(list, 'list')} and ${may(remove, 'delete')}, which only stats, ls and prune need`),
  ];
}

const may = (answer: Answer, verb: string) => (answer === 'done' ? verb : `not ${verb}`);
