import type { Place } from '../../../trust/access.js';
import { pass, skip, warn, type Check, type Finding } from '../check.js';
import { credentialFix } from '../credential-fix.js';
import { describeCredential } from '../describe-credential.js';
import { leftBehind } from '../left-behind.js';
import { probeName } from '../probe-name.js';
import { kindOf, type Resolved, type Setup } from '../setup.js';
import { tryRights } from '../try-rights.js';
import { configuration } from './configuration.js';
import { container } from './container.js';
import { credential } from './credential.js';

/** A run that is not trusted can store where nobody else restores from. */
export const ownScope: Check = {
  title: 'Own scope',
  needs: [configuration, credential, container],
  async run(setup) {
    const resolved = setup.resolve();
    const { own } = resolved.access;
    if (kindOf(resolved) !== 'untrusted' || !own) return [skip('this run has none')];
    if (!resolved.config.mode.write) return [skip('the mode of this run stores nothing')];
    return tryOut(setup, resolved, own);
  },
};

async function tryOut(setup: Setup, { config }: Resolved, own: Place): Promise<Finding[]> {
  const rights = await tryRights(await setup.probe(own), probeName(own, config.prefix));
  const where = `"${own.scope}" of container "${own.container}"`;
  if (rights.create === 'done') return [pass(`this run may create in ${where}`), ...leftBehind(rights, own)];
  const fix = credentialFix('write', describeCredential(own.credential, config), own.container);
  return [
    warn(`this run stores nothing: creating in ${where} is refused`, `${fix}, or set the mode "read-only"`),
  ];
}
