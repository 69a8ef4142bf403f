import type { CredentialSource } from '../../../config/credential-source.js';
import { CacheError } from '../../../errors.js';
import { scopesOf, type ScopeAccess } from '../../../trust/access.js';
import { pass, type Check, type Finding } from '../check.js';
import { credentialFix } from '../credential-fix.js';
import { describeCredential } from '../describe-credential.js';
import { judgeRights } from '../judge-rights.js';
import { leftBehind } from '../left-behind.js';
import { probeName } from '../probe-name.js';
import type { Resolved } from '../../container/resolved.js';
import { kindOf, type Setup } from '../setup.js';
import { tryRights, type Rights } from '../try-rights.js';
import { configuration } from './configuration.js';
import { container } from './container.js';
import { credential } from './credential.js';

/** Whether this run could write, replace or delete what everybody restores: each is tried, with all that it holds. */
export const poisoning: Check = {
  title: 'Poisoning',
  needs: [configuration, credential, container],
  async run(setup) {
    const [target, own] = scopesOf(setup.resolve().access);
    if (!target) return [];
    const isOther = own && own.credential !== target.credential;
    return [
      ...(await attack(setup, target, target.credential)),
      ...(isOther ? await attack(setup, target, own.credential) : []),
    ];
  },
};

async function attack(setup: Setup, target: ScopeAccess, by: CredentialSource): Promise<Finding[]> {
  const resolved = setup.resolve();
  const rights = await tryOut(setup, { ...target, credential: by }, by !== target.credential);
  const findings = [...judge(resolved, target, { by, rights }), ...leftBehind(rights, target)];
  return by === target.credential ? [...findings, reading(rights, target)] : findings;
}

/** Azure does not accept the SAS of one container for another at all, which is the best of refusals. */
async function tryOut(setup: Setup, place: ScopeAccess, isForElsewhere: boolean): Promise<Rights> {
  try {
    const name = probeName(place, setup.resolve().config.prefix);
    return await tryRights(await setup.probe(place), name);
  } catch (error) {
    const { cause } = Object(error) as { cause?: unknown };
    const isNotAccepted = cause instanceof CacheError && cause.kind === 'credential';
    if (!isForElsewhere || !isNotAccepted) throw error;
    return { create: 'refused', overwrite: 'refused', remove: 'refused', list: 'refused', left: undefined };
  }
}

function judge(
  resolved: Resolved,
  { scope, container, publicKeys }: ScopeAccess,
  { by, rights }: { by: CredentialSource; rights: Rights },
): Finding[] {
  const description = describeCredential(by, resolved.config);
  return judgeRights({
    by: kindOf(resolved),
    name: description.name,
    rights,
    where: `"${scope}" of container "${container}"`,
    signed: publicKeys.length > 0,
    write: resolved.config.mode.write,
    fix: (aim) => credentialFix(aim, description, container),
  });
}

/** Neither of them harms: names are hashes, and what is cached is for all who may read it. */
const reading = ({ list }: Rights, { container }: ScopeAccess) =>
  pass(`it may read${list === 'done' ? ' and list' : ', and not list,'} container "${container}"`);
