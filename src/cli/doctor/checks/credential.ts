import type { SignedIn } from '../../../blob/sign-in/signed-in.js';
import type { TokenClaims } from '../../../blob/sign-in/token-claims.js';
import { tokenCacheVariable, type Tool } from '../../../config/entra.js';
import type { Sas } from '../../../config/sas.js';
import type { ScopeAccess } from '../../../trust/access.js';
import { listOf } from '../../shared/messages.js';
import { fail, pass, warn, type Finding, type Findings } from '../check.js';
import { describeCredential, type CredentialKind } from '../credentials.js';
import { placesBy, type Setup } from '../setup.js';

/** Checks that there is a valid credential, and describes it. */
export const checkCredential = (setup: Setup): Promise<Findings> =>
  Promise.all(placesBy('credential', setup.resolve().access).map((place) => examine(setup, place)));

async function examine(setup: Setup, place: ScopeAccess): Promise<Findings> {
  const { right, name } = describeCredential(place.credential, setup.resolve().config);
  const problems = right.kind === 'sas' ? findSasProblems(right, name, setup.urlOf(place), setup.now) : [];
  if (problems.some(({ status }) => status === 'fail')) return problems;
  const signedIn = await setup.signIn(place);
  return [
    pass(`${name}: ${describeRight(right)}`),
    problems,
    signedIn && describeSignedIn(signedIn),
    findOtherAccount(setup, place),
  ];
}

function describeRight(right: CredentialKind): string {
  if (right.kind === 'key') return 'full access to the account';
  return right.kind === 'entra' ? 'signed in' : describeSas(right);
}

/** `permissions "rcw", valid until 2027-01-01T00:00:00.000Z, for one container, https only` */
function describeSas({ permissions, expires, resource, resourceTypes, ...sas }: Sas): string {
  return listOf([
    permissions === undefined ? 'with an access policy' : `permissions "${permissions}"`,
    expires && `valid until ${expires.toISOString()}`,
    resource === 'c' && 'for one container',
    resourceTypes && `for the account (srt=${resourceTypes})`,
    sas.protocol === 'https' && 'https only',
    sas.addresses && `from ${sas.addresses} only`,
    sas.version && `version ${sas.version}`,
  ]);
}

/** What makes a SAS unusable, or less useful, according to its own fields. */
function findSasProblems(sas: Sas, name: string, url: string, now: Date): Finding[] {
  const { starts, expires, protocol, resource, version } = sas;
  const problems = [
    expires && expires < now && fail(`${name} expired on ${expires.toISOString()}`, 'create a new SAS'),
    starts &&
      starts > now &&
      fail(
        `${name} is not valid before ${starts.toISOString()} (st)`,
        "create a SAS that is valid from now on, or correct this machine's clock",
      ),
    protocol === 'https' &&
      url.startsWith('http:') &&
      fail(
        `${name} allows https only (spr), but the endpoint is ${new URL(url).origin}`,
        'use https in azure.endpoint or in the connection string',
      ),
    resource === 'd' &&
      warn(
        `${name} is limited to one directory of the container (sr=d)`,
        'create a SAS for the container (sr=c), or check that azure.prefix is in that directory',
      ),
    version !== undefined &&
      version < oldestVersion &&
      warn(`${name} has version ${version} (sv), which has no permission to create`, 'create a new SAS'),
  ];
  return problems.filter((problem) => problem !== undefined && problem !== false);
}

/** The permission `c` came with it (learn.microsoft.com/rest/api/storageservices/create-service-sas). */
const oldestVersion = '2015-04-05';

/** A connection string often belongs to the application, and comes from its `.env`. */
function findOtherAccount(setup: Setup, place: ScopeAccess): Findings {
  const { accountName, endpoint } = setup.resolve().config;
  const named = endpoint ?? accountName;
  if (place.credential.kind !== 'connection-string' || named === undefined) return undefined;
  const used = setup.urlOf(place);
  if (endpoint === undefined ? isOfAccount(used, named) : used === endpoint.replace(/\/+$/, ''))
    return undefined;
  return warn(
    `AZURE_STORAGE_CONNECTION_STRING points to ${new URL(used).host}, so "${named}" from the configuration is not used`,
    'unset the variable for this job if it belongs to an application, or correct the account in nx.json',
  );
}

/** `https://acme.blob.core.windows.net` or `http://127.0.0.1:10000/acme` */
function isOfAccount(url: string, account: string): boolean {
  const { hostname, pathname } = new URL(url);
  return hostname.split('.')[0] === account || pathname === `/${account}`;
}

/** Who the run is for Entra ID, whether the job has signed in as somebody else, and where the token is kept. */
function describeSignedIn(signedIn: SignedIn): Findings {
  const { claims, tool, managed, passedOver } = signedIn;
  const who = claims ? describeIdentity(claims, managed) : 'an unknown identity (its token is opaque)';
  const identity =
    passedOver === undefined
      ? pass(tool ? `${who}, from ${tools[tool]}` : who)
      : warn(
          `${who}: this identity of the machine is used instead of ${passedOver}`,
          "set AZURE_TOKEN_CREDENTIALS=AzureCliCredential (or the credential that you want) for the step that runs nx, or remove the machine's identity",
        );
  return [identity, describeKept(signedIn)];
}

const tools: Record<Tool, string> = {
  az: 'the Azure CLI',
  azd: 'the Azure Developer CLI',
  pwsh: 'Azure PowerShell',
};

/** `the user ada@acme.example, object 1…, tenant 2…, client 3…` */
function describeIdentity({ kind, name, objectId, tenant, clientId }: TokenClaims, managed: boolean): string {
  return listOf([
    `the ${managed ? 'managed identity' : kind}${name === undefined ? '' : ` ${name}`}`,
    objectId && `object ${objectId}`,
    tenant && `tenant ${tenant}`,
    clientId && `client ${clientId}`,
  ]);
}

/** Only the token of a tool is kept. */
function describeKept({ tool, kept, expires, keptIn }: SignedIn): Findings {
  if (tool === undefined) return undefined;
  if (keptIn === undefined)
    return pass(`tokens are not kept between runs: each run asks ${tools[tool]}, which can take seconds`);
  const state = kept
    ? `the token was kept in ${keptIn} and is valid until ${expires.toISOString()}`
    : `tokens are kept in ${keptIn} for later runs`;
  return pass(`${state}; ${tokenCacheVariable}=false turns this off`);
}
