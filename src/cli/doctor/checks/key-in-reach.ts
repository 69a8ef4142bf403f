import { readVariable, signingKeyVariable } from '../../../config/environment.js';
import { readNxVersion } from '../../../nx/nx-version.js';
import { fail, pass, skip, warn, type Check, type Finding } from '../check.js';
import { kindOf, type Setup } from '../setup.js';
import { configuration } from './configuration.js';

/** Whether what this run starts could read the signing key: it is looked for as a task could. */
export const keyInReach: Check = {
  title: 'Signing key',
  needs: [configuration],
  run(setup) {
    const resolved = setup.resolve();
    const kind = kindOf(resolved);
    const publicKeys = resolved.config.trust?.publicKeys ?? [];
    if (kind === 'shared' || publicKeys.length === 0)
      return [skip('there is none without azure.trust.publicKeys')];
    const places = [...byInheritance(setup), ...setup.keyInReach(publicKeys)];
    if (places.length === 0) return [pass(`no task of this run can read one, ${lookedAt}`)];
    return [judge(kind, places.join(', '))];
  },
};

/** From Nx 22 on, tasks get the environment as it was before the key was taken out (docs/configuration.md). */
function byInheritance({ env, settings }: Setup): string[] {
  const version = settings && readNxVersion(settings.root);
  const isHandedOn = version !== undefined && Number.parseInt(version) >= 22;
  const isHere = readVariable(env, signingKeyVariable) !== undefined;
  return isHere && isHandedOn ? [`what Nx ${version} hands to tasks`] : [];
}

const lookedAt =
  process.platform === 'linux'
    ? 'neither by inheritance nor in the environment of another process'
    : 'by inheritance; other processes can only be looked into on Linux';

function judge(kind: 'trusted' | 'untrusted', places: string): Finding {
  const detail = `a task of this run can read it from ${places}`;
  if (kind === 'trusted') {
    return warn(`${detail}, and so sign what it likes`, 'see that jobs with the key run merged code only');
  }
  return fail(
    `${detail}, and this run is not trusted`,
    'keep the key, and the machine that has it, to jobs of trusted branches, and replace the key',
  );
}
