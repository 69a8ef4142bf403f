import { readFileSync } from 'node:fs';

import type { EntraSettings, Tool } from '../../config/entra.js';
import type { Entra } from './entra.js';
import { readClaims, type TokenClaims } from './token-claims.js';

/** The identity of a run in Entra ID. Holds no secret. */
export interface SignedIn {
  /** undefined: the token is opaque */
  readonly claims: TokenClaims | undefined;
  /** the tool that gave the token */
  readonly tool: Tool | undefined;
  /** the machine's own identity, not one of this job */
  readonly managed: boolean;
  /** whether the token is from an earlier run */
  readonly kept: boolean;
  readonly expires: Date;
  /** the folder where tokens are kept; undefined: nowhere */
  readonly keptIn: string | undefined;
  /** the login of the job that a machine's identity won over, e.g. `the Azure CLI’s session of ada@acme.example` */
  readonly passedOver: string | undefined;
}

/** @throws CacheError as `Entra.policy` */
export async function findSignedIn(entra: Entra, settings: EntraSettings): Promise<SignedIn> {
  const { token, tool, managed: byService = false, kept = false, expires } = await entra.token();
  const claims = readClaims(token);
  const managed = tool === undefined && (byService || claims?.kind === 'managed identity');
  return {
    claims,
    tool,
    managed,
    kept,
    expires: new Date(expires),
    keptIn: entra.keptIn(),
    passedOver: managed ? loginOfJob(settings, claims) : undefined,
  };
}

function loginOfJob({ sessions, clientId }: EntraSettings, claims: TokenClaims | undefined) {
  const user = readAzUser(sessions);
  if (user !== undefined) return `the Azure CLI's session of ${user}`;
  const isOther = clientId !== undefined && claims?.clientId !== undefined && clientId !== claims.clientId;
  return isOther ? `the identity ${clientId} of AZURE_CLIENT_ID` : undefined;
}

/** The user of the Azure CLI for its default subscription, e.g. `ada@acme.example`; undefined if there is none. */
function readAzUser({ az }: EntraSettings['sessions']): string | undefined {
  try {
    const profile = JSON.parse(readFileSync(az, 'utf8').replace(/^\uFEFF/, '')) as AzProfile;
    const { subscriptions = [] } = profile;
    return (subscriptions.find(({ isDefault }) => isDefault) ?? subscriptions[0])?.user?.name;
  } catch {
    return undefined;
  }
}

interface AzProfile {
  readonly subscriptions?: readonly {
    readonly isDefault?: boolean;
    readonly user?: { readonly name?: string };
  }[];
}
