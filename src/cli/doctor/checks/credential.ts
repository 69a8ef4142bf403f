import type { SignedIn } from '../../../blob/signed-in.js';
import type { TokenClaims } from '../../../blob/token-claims.js';
import { tokenCacheVariable, type Tool } from '../../../config/entra.js';
import type { Sas } from '../../../config/sas.js';
import type { Place } from '../../../trust/access.js';
import { fail, pass, warn, type Check, type Finding } from '../check.js';
import { describeCredential, type CredentialKind } from '../credentials.js';
import { placesBy, type Setup } from '../setup.js';
import { configuration } from './configuration.js';

/** There is a credential, and it is valid. */
export const credential: Check = {
  title: 'Credential',
  needs: [configuration],
  async run(setup) {
    const places = placesBy('credential', setup.resolve().access);
    return (await Promise.all(places.map((place) => examine(setup, place)))).flat();
  },
};

async function examine(setup: Setup, place: Place): Promise<Finding[]> {
  const { right, name } = describeCredential(place.credential, setup.resolve().config);
  const problems = right.kind === 'sas' ? findSasProblems(right, name, setup.urlOf(place), setup.now) : [];
  if (problems.some(({ status }) => status === 'fail')) return problems;
  const signedIn = await setup.signIn(place);
  return [
    pass(`${name}: ${describeRight(right)}`),
    ...problems,
    ...(signedIn ? describeSignedIn(signedIn) : []),
    ...findOtherAccount(setup, place),
  ];
}

function describeRight(right: CredentialKind): string {
  if (right.kind === 'key') return 'full access to the account';
  return right.kind === 'entra' ? 'signed in' : describeSas(right);
}

/** `permissions "rcw", valid until 2027-01-01T00:00:00.000Z, for one container, https only` */
function describeSas({ permissions, expires, resource, resourceTypes, ...sas }: Sas): string {
  const parts = [
    permissions === undefined ? 'with an access policy' : `permissions "${permissions}"`,
    expires ? `valid until ${expires.toISOString()}` : '',
    resource === 'c' ? 'for one container' : '',
    resourceTypes === undefined ? '' : `for the account (srt=${resourceTypes})`,
    sas.protocol === 'https' ? 'https only' : '',
    sas.addresses === undefined ? '' : `from ${sas.addresses} only`,
    sas.version === undefined ? '' : `version ${sas.version}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** What makes a SAS unusable, or less useful, according to its own fields. */
function findSasProblems(sas: Sas, name: string, url: string, now: Date): Finding[] {
  const { starts, expires, protocol, resource, version } = sas;
  const found: Finding[] = [];
  if (expires && expires < now)
    found.push(fail(`${name} expired on ${expires.toISOString()}`, 'create a new SAS'));
  if (starts && starts > now)
    found.push(
      fail(
        `${name} is not valid before ${starts.toISOString()} (st)`,
        "create a SAS that is valid from now on, or correct this machine's clock",
      ),
    );
  if (protocol === 'https' && url.startsWith('http:'))
    found.push(
      fail(
        `${name} allows https only (spr), but the endpoint is ${new URL(url).origin}`,
        'use https in azure.endpoint or in the connection string',
      ),
    );
  if (resource === 'd')
    found.push(
      warn(
        `${name} is limited to one directory of the container (sr=d)`,
        'create a SAS for the container (sr=c), or check that azure.prefix is in that directory',
      ),
    );
  if (version !== undefined && version < oldestVersion)
    found.push(
      warn(`${name} has version ${version} (sv), which has no permission to create`, 'create a new SAS'),
    );
  return found;
}

/** The permission `c` came with it (learn.microsoft.com/rest/api/storageservices/create-service-sas). */
const oldestVersion = '2015-04-05';

/** A connection string often belongs to the application, and comes from its `.env`. */
function findOtherAccount(setup: Setup, place: Place): Finding[] {
  const { accountName, endpoint } = setup.resolve().config;
  const named = endpoint ?? accountName;
  if (place.credential.kind !== 'connection-string' || named === undefined) return [];
  const used = setup.urlOf(place);
  if (endpoint === undefined ? isOfAccount(used, named) : used === endpoint.replace(/\/+$/, '')) return [];
  return [
    warn(
      `AZURE_STORAGE_CONNECTION_STRING points to ${new URL(used).host}, so "${named}" from the configuration is not used`,
      'unset the variable for this job if it belongs to an application, or correct the account in nx.json',
    ),
  ];
}

/** `https://acme.blob.core.windows.net` or `http://127.0.0.1:10000/acme` */
function isOfAccount(url: string, account: string): boolean {
  const { hostname, pathname } = new URL(url);
  return hostname.split('.')[0] === account || pathname === `/${account}`;
}

/** Who the run is for Entra ID, whether the job has signed in as somebody else, and where the token is kept. */
function describeSignedIn(signedIn: SignedIn): Finding[] {
  const { claims, tool, managed, passedOver } = signedIn;
  const who = claims ? describeIdentity(claims, managed) : 'an unknown identity (its token is opaque)';
  if (passedOver !== undefined)
    return [
      warn(
        `${who}: this identity of the machine is used instead of ${passedOver}`,
        "set AZURE_TOKEN_CREDENTIALS=AzureCliCredential (or the credential that you want) for the step that runs nx, or remove the machine's identity",
      ),
      ...describeKept(signedIn),
    ];
  return [pass(tool ? `${who}, from ${tools[tool]}` : who), ...describeKept(signedIn)];
}

const tools: Record<Tool, string> = {
  az: 'the Azure CLI',
  azd: 'the Azure Developer CLI',
  pwsh: 'Azure PowerShell',
};

/** `the user ada@acme.example, object 1…, tenant 2…, client 3…` */
function describeIdentity({ kind, name, objectId, tenant, clientId }: TokenClaims, managed: boolean): string {
  const holder = `the ${managed ? 'managed identity' : kind}${name === undefined ? '' : ` ${name}`}`;
  const ids = { object: objectId, tenant, client: clientId };
  const named = Object.entries(ids).filter(([, id]) => id !== undefined);
  return [holder, ...named.map(([what, id]) => `${what} ${String(id)}`)].join(', ');
}

/** Only the token of a tool is kept. */
function describeKept({ tool, kept, expires, keptIn }: SignedIn): Finding[] {
  if (tool === undefined) return [];
  if (keptIn === undefined)
    return [pass(`tokens are not kept between runs: each run asks ${tools[tool]}, which can take seconds`)];
  const off = `${tokenCacheVariable}=false turns this off`;
  return [
    kept
      ? pass(`the token was kept in ${keptIn} and is valid until ${expires.toISOString()}; ${off}`)
      : pass(`tokens are kept in ${keptIn} for later runs; ${off}`),
  ];
}
