import type { Place } from '../../../trust/access.js';
import { fail, pass, type Check, type Finding } from '../check.js';
import { describeCredential, type CredentialKind } from '../describe-credential.js';
import { describeSignedIn } from '../describe-signed-in.js';
import { placesBy, type Setup } from '../setup.js';
import { configuration } from './configuration.js';

/** There is a credential; which one. */
export const credential: Check = {
  title: 'Credential',
  needs: [configuration],
  async run(setup) {
    const places = placesBy('credential', setup.resolve().access);
    return (await Promise.all(places.map((place) => look(setup, place)))).flat();
  },
};

async function look(setup: Setup, place: Place): Promise<readonly Finding[]> {
  const description = describeCredential(place.credential, setup.resolve().config);
  const { source, right, name } = description;
  if (!right) return [notOne[place.credential.kind === 'connection-string' ? 'connection' : 'sas'](source)];
  const expired = expiry(right, setup.now);
  if (expired !== undefined) return [fail(`${name} expired on ${expired}`, 'make a new one')];
  const signedIn = await setup.signIn(place);
  return [pass(`${name}${reach(right)}`), ...(signedIn ? describeSignedIn(signedIn) : [])];
}

const notOne = {
  connection: (source: string) =>
    fail(`${source} is not a connection string`, 'copy it whole from the "Access keys" page of the account'),
  sas: (source: string) =>
    fail(`${source} is not a SAS: it has no signature`, 'copy it whole, up to "sig=…"'),
};

function expiry(right: CredentialKind, now: Date): string | undefined {
  const expires = right.kind === 'sas' ? right.expires : undefined;
  return expires && expires < now ? expires.toISOString() : undefined;
}

function reach(right: CredentialKind): string {
  if (right.kind === 'key') return ', which may do everything';
  if (right.kind === 'entra') return ', signed in';
  const { permissions, expires } = right;
  const rights = permissions === undefined ? 'an access policy' : `the permissions "${permissions}"`;
  return `, with ${rights}${expires ? ` until ${expires.toISOString()}` : ''}`;
}
