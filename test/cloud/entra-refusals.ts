import type { JobClaims, Mismatch } from './federation.js';

/** A refusal of Entra's token service. */
export interface EntraRefusal {
  readonly status: number;
  readonly error: string;
  readonly code: number;
  readonly message: string;
}

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
export const entraRefusals = {
  tenant: (tenant: string): EntraRefusal => ({
    status: 400,
    error: 'invalid_request',
    code: 90002,
    message: `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
  }),
  client: (client: string, tenant: string): EntraRefusal => ({
    status: 400,
    error: 'unauthorized_client',
    code: 700016,
    message: `Application with identifier '${client}' was not found in the directory '${tenant}'.`,
  }),
  resource: (scope: string): EntraRefusal => ({
    status: 400,
    error: 'invalid_resource',
    code: 500011,
    message: `The resource principal named ${scope} was not found in the tenant.`,
  }),
  noProof: {
    status: 401,
    error: 'invalid_client',
    code: 7000218,
    message: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  },
  secret: (client: string): EntraRefusal => ({
    status: 401,
    error: 'invalid_client',
    code: 7000215,
    message: `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${client}'.`,
  }),
  expiredSecret: (client: string): EntraRefusal => ({
    status: 401,
    error: 'invalid_client',
    code: 7000222,
    message: `The provided client secret keys for app '${client}' are expired.`,
  }),
  unreadable: {
    status: 401,
    error: 'invalid_client',
    code: 700027,
    message: 'Client assertion contains an invalid signature.',
  },
} as const;

/** As GitHub Actions shows them (Azure/login#482, #515; Azure/azure-workload-identity#1200). */
export function refuseAssertion(mismatch: Mismatch, { iss, sub, aud }: JobClaims): EntraRefusal {
  const noRecord = (code: number, what: string): EntraRefusal => ({
    status: 401,
    error: 'invalid_client',
    code,
    message: `No matching federated identity record found for presented assertion ${what}. Check your federated identity credential Subject, Audience and Issuer against the presented assertion.`,
  });
  switch (mismatch) {
    case 'issuer':
      return noRecord(700211, `issuer '${iss}'`);
    case 'audience':
      return noRecord(700212, `audience '${aud}'`);
    case 'subject':
      return noRecord(700213, `subject '${sub}'`);
    case 'subject by case':
      return noRecord(7002138, `subject '${sub}'. The subject matches with case-insensitive comparison`);
    case 'none':
      return {
        status: 401,
        error: 'invalid_client',
        code: 70025,
        message: 'The client has no configured federated identity credentials.',
      };
    case 'expired':
      return {
        status: 401,
        error: 'invalid_client',
        code: 700024,
        message: 'Client assertion is not within its valid time range.',
      };
  }
}
