import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FederatedCredential } from './deployment.js';
import { entraRefusals, refuseAssertion, type EntraRefusal } from './entra-refusals.js';
import { findMismatch, readJobToken } from './federation.js';
import { mintToken } from './token.js';

/** An application, or a managed identity that has federated credentials. */
export interface Client {
  readonly clientId: string;
  /** the object id to which roles are assigned */
  readonly objectId: string;
  readonly credentials?: readonly FederatedCredential[];
  readonly secrets?: readonly { readonly value: string; readonly isExpired?: boolean }[];
}

/** Who is in which tenant. */
export type Tenants = Readonly<Record<string, readonly Client[]>>;

/** Entra's token service for clients without a user: client credentials with a secret or with a job's token. */
export interface Entra {
  /** Of `login.microsoftonline.com`. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** The answer to a token request. */
  readonly signIn: (tenant: string, form: URLSearchParams) => Granted | EntraRefusal;
  /** The AADSTS codes of its refusals, and 0 for each token given. */
  readonly answers: readonly number[];
}

interface Granted {
  readonly token: string;
  /** s */
  readonly expiresIn: number;
}

/** @param delay ms before each answer */
export function createEntra(tenants: Tenants, delay = 0): Entra {
  const answers: number[] = [];
  const signIn: Entra['signIn'] = (tenant, form) => {
    const answer = grant(tenants, tenant, form);
    answers.push('token' in answer ? 0 : answer.code);
    return answer;
  };
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '', 'https://login.microsoftonline.com');
    const body = await text(request);
    await sleep(delay);
    const tenant = /^\/([^/]+)\/oauth2\/v2\.0\/token$/.exec(pathname)?.[1];
    if (tenant !== undefined) answerToken(response, signIn(tenant, new URLSearchParams(body)));
    else answerMetadata(response, pathname);
  }
  return {
    answers,
    signIn,
    handle: (request, response) => {
      answer(request, response).catch(() => response.destroy());
    },
  };
}

function grant(tenants: Tenants, tenant: string, form: URLSearchParams): Granted | EntraRefusal {
  const clients = Object.hasOwn(tenants, tenant) ? tenants[tenant] : undefined;
  if (!clients) return entraRefusals.tenant(tenant);
  const clientId = form.get('client_id') ?? '';
  const client = clients.find((known) => known.clientId === clientId);
  if (!client) return entraRefusals.client(clientId, tenant);
  const scope = form.get('scope') ?? '';
  const audience = audiences.find((known) => scope.split(' ').includes(`${known}/.default`));
  if (audience === undefined) return entraRefusals.resource(scope);
  return refuseClient(client, form) ?? give(client, tenant, audience);
}

/** Of Azure Storage in every cloud, and of Azure's own interface, which `az login` asks for. */
const audiences = ['https://storage.azure.com', 'https://management.azure.com'];

/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow */
function refuseClient(client: Client, form: URLSearchParams): EntraRefusal | undefined {
  const [assertion, secret] = [form.get('client_assertion'), form.get('client_secret')];
  if (assertion !== null) return refuseJob(client, assertion);
  return secret === null ? entraRefusals.noProof : refuseSecret(client, secret);
}

function refuseJob({ credentials = [] }: Client, assertion: string): EntraRefusal | undefined {
  const claims = readJobToken(assertion);
  if (!claims) return entraRefusals.unreadable;
  const mismatch = findMismatch(claims, credentials, Date.now());
  return mismatch && refuseAssertion(mismatch, claims);
}

function refuseSecret({ clientId, secrets = [] }: Client, given: string): EntraRefusal | undefined {
  const found = secrets.find(({ value }) => value === given);
  if (!found) return entraRefusals.secret(clientId);
  return found.isExpired === true ? entraRefusals.expiredSecret(clientId) : undefined;
}

function give({ clientId, objectId }: Client, tid: string, aud: string): Granted {
  const expiresIn = 3599;
  const exp = Math.floor(Date.now() / 1000) + expiresIn;
  const iss = `https://sts.windows.net/${tid}/`;
  return {
    expiresIn,
    token: mintToken({ tid, oid: objectId, appid: clientId, aud, iss, exp, idtyp: 'app' }),
  };
}

function answerToken(response: ServerResponse, answer: Granted | EntraRefusal): void {
  if ('token' in answer) {
    const { token: access_token, expiresIn: expires_in } = answer;
    sendJson(response, 200, { token_type: 'Bearer', expires_in, ext_expires_in: expires_in, access_token });
    return;
  }
  const { status, error, code, message } = answer;
  const timestamp = new Date().toISOString().replace('T', ' ').replace(/\..*/, 'Z');
  const trace = '00000000-0000-0000-0000-000000000000';
  sendJson(response, status, {
    error,
    error_description: `AADSTS${code}: ${message} Trace ID: ${trace} Correlation ID: ${trace} Timestamp: ${timestamp}`,
    error_codes: [code],
    timestamp,
    trace_id: trace,
    correlation_id: trace,
    error_uri: `https://login.microsoftonline.com/error?code=${code}`,
  });
}

/** https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc, and MSAL's request to `common/discovery/instance` */
function answerMetadata(response: ServerResponse, pathname: string): void {
  const authority = 'https://login.microsoftonline.com';
  const tenant = /^\/([^/]+)\/v2\.0\/\.well-known\/openid-configuration$/.exec(pathname)?.[1];
  const aliases = [
    'login.microsoftonline.com',
    'login.windows.net',
    'login.microsoft.com',
    'sts.windows.net',
  ];
  const metadata = {
    preferred_network: 'login.microsoftonline.com',
    preferred_cache: 'login.windows.net',
    aliases,
  };
  if (tenant !== undefined) {
    sendJson(response, 200, {
      issuer: `${authority}/${tenant}/v2.0`,
      token_endpoint: `${authority}/${tenant}/oauth2/v2.0/token`,
      authorization_endpoint: `${authority}/${tenant}/oauth2/v2.0/authorize`,
      jwks_uri: `${authority}/${tenant}/discovery/v2.0/keys`,
    });
  } else if (pathname === '/common/discovery/instance') {
    const tenant_discovery_endpoint = `${authority}/common/v2.0/.well-known/openid-configuration`;
    sendJson(response, 200, { tenant_discovery_endpoint, 'api-version': '1.1', metadata: [metadata] });
  } else sendJson(response, 404, {});
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
