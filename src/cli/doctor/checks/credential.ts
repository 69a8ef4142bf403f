import type { ScopeAccess } from '../../../trust/access.js';
import { pass, warn, type Check, type Finding } from '../check.js';
import { describeCredential, type CredentialKind } from '../describe-credential.js';
import { describeSas, judgeSas } from '../describe-sas.js';
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

async function look(setup: Setup, place: ScopeAccess): Promise<Finding[]> {
  const { right, name } = describeCredential(place.credential, setup.resolve().config);
  const use = { name, url: setup.urlOf(place), now: setup.now };
  const findings = right.kind === 'sas' ? judgeSas(right, use) : [];
  if (findings.some(({ status }) => status === 'fail')) return findings;
  const signedIn = await setup.signIn(place);
  return [
    pass(`${name}${reach(right)}`),
    ...findings,
    ...(signedIn ? describeSignedIn(signedIn) : []),
    ...otherAccount(setup, place),
  ];
}

function reach(right: CredentialKind): string {
  if (right.kind === 'key') return ', which may do everything';
  return right.kind === 'entra' ? ', signed in' : `, with ${describeSas(right)}`;
}

/** A connection string is often an application's own, out of `.env`. */
function otherAccount(setup: Setup, place: ScopeAccess): Finding[] {
  const { accountName, endpoint } = setup.resolve().config;
  if (place.credential.kind !== 'connection-string') return [];
  const used = setup.urlOf(place);
  const named = endpoint ?? accountName;
  const isSame = endpoint === undefined ? isOfAccount(used, accountName) : sameService(used, endpoint);
  if (named === undefined || isSame) return [];
  return [
    warn(
      `AZURE_STORAGE_CONNECTION_STRING leads to ${new URL(used).host}, and "${named}" of the configuration is not used`,
      'take the variable away from here if it is that of an application, or correct the account in nx.json',
    ),
  ];
}

/** `https://acme.blob.core.windows.net` or `http://127.0.0.1:10000/acme` */
function isOfAccount(url: string, account: string | undefined): boolean {
  const { hostname, pathname } = new URL(url);
  return hostname.split('.')[0] === account || pathname === `/${account ?? ''}`;
}

const sameService = (a: string, b: string) => a === b.replace(/\/+$/, '');
