import type { SignedIn } from '../../blob/sign-in/signed-in.js';
import type { TokenClaims } from '../../blob/sign-in/token-claims.js';
import { tokenCacheVariable, type Tool } from '../../config/entra.js';
import { pass, warn, type Finding } from './check.js';

/** Who a run is for Entra ID, whether it is whom the job has signed in, and where its token lies. */
export function describeSignedIn(signedIn: SignedIn): Finding[] {
  const { claims, tool, managed, passedOver } = signedIn;
  const who = claims ? describe(claims, managed) : `somebody whom the token does not name: it is opaque`;
  return [
    passedOver === undefined
      ? pass(`${who}${tool ? `, from ${tools[tool]}` : ''}`)
      : warn(
          `${who}: the machine's identity wins over ${passedOver}`,
          "set AZURE_TOKEN_CREDENTIALS=AzureCliCredential, or the credential that is meant, for the step that runs nx; or take the machine's identity away",
        ),
    ...describeKept(signedIn),
  ];
}

const tools: Record<Tool, string> = {
  az: 'the Azure CLI',
  azd: 'the Azure Developer CLI',
  pwsh: 'Azure PowerShell',
};

/** `the user ada@acme.example, object 1…, tenant 2…, client 3…` */
function describe({ kind, name, objectId, tenant, clientId }: TokenClaims, managed: boolean): string {
  const holder = `the ${managed ? 'managed identity' : kind}${name === undefined ? '' : ` ${name}`}`;
  const ids = { object: objectId, tenant, client: clientId };
  const named = Object.entries(ids).filter(([, id]) => id !== undefined);
  return [holder, ...named.map(([what, id]) => `${what} ${String(id)}`)].join(', ');
}

/** Only a tool's token is kept. */
function describeKept({ tool, kept, expires, keptIn }: SignedIn): Finding[] {
  if (tool === undefined) return [];
  if (keptIn === undefined)
    return [pass(`no token is kept between runs: each asks ${tools[tool]} anew, which may take seconds`)];
  const off = `${tokenCacheVariable}=false switches that off`;
  return [
    kept
      ? pass(`the token is the one kept in ${keptIn} until ${expires.toISOString()}; ${off}`)
      : pass(`tokens are kept in ${keptIn} for the next runs; ${off}`),
  ];
}
