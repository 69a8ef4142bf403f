import { readVariable } from '../../../config/environment.js';
import { readNxVersion } from '../../../config/nx-version.js';
import { signingKeyVariable } from '../../../config/take-signing-key.js';
import { fail, pass, skip, warn, type Check } from '../check.js';
import { kindOf, type Setup } from '../setup.js';
import { configuration } from './configuration.js';

/** No task of this run can read the signing key. */
export const keyInReach: Check = {
  title: 'Signing key',
  needs: [configuration],
  run(setup) {
    const resolved = setup.resolve();
    const kind = kindOf(resolved);
    const publicKeys = resolved.config.trust?.publicKeys ?? [];
    if (kind === 'shared' || publicKeys.length === 0)
      return [skip('nothing is signed: azure.trust.publicKeys is not set')];
    const places = [...handedOn(setup), ...setup.findSigningKey(publicKeys)];
    if (places.length === 0) return [pass(`no task of this run can read it from ${examined}`)];
    const where = `can read it from ${places.join(', ')}`;
    if (kind === 'trusted')
      return [
        warn(`a task of this run ${where}, and sign with it`, 'run only merged code in jobs with the key'),
      ];
    return [
      fail(
        `a task of this untrusted run ${where}`,
        'give the key, and the machine that has it, only to jobs of trusted branches; then replace the key',
      ),
    ];
  },
};

/** From Nx 22 on, tasks get the environment as it was before the key was removed from it (docs/configuration.md). */
function handedOn({ env, settings }: Setup): string[] {
  const version = settings && readNxVersion(settings.root);
  const isHandedOn = version !== undefined && Number.parseInt(version) >= 22;
  const isHere = readVariable(env, signingKeyVariable) !== undefined;
  return isHere && isHandedOn ? [`the environment that Nx ${version} passes to tasks`] : [];
}

const examined =
  process.platform === 'linux'
    ? 'its environment or from that of another process'
    : 'its environment (other processes can be examined on Linux only)';
