import type { ServerResponse } from 'node:http';

/** An answer of Azure Storage that is no success. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** https://learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes and …/blob-service-error-codes */
export const refusals = {
  AuthorizationPermissionMismatch: {
    status: 403,
    code: 'AuthorizationPermissionMismatch',
    message: 'This request is not authorized to perform this operation using this permission.',
  },
  UnauthorizedBlobOverwrite: {
    status: 403,
    code: 'UnauthorizedBlobOverwrite',
    message: 'This request is not authorized to perform blob overwrites.',
  },
  // learn.microsoft.com/azure/storage/common/shared-key-authorization-prevent
  KeyBasedAuthenticationNotPermitted: {
    status: 403,
    code: 'KeyBasedAuthenticationNotPermitted',
    message: 'Key based authentication is not permitted on this storage account.',
  },
  // learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent
  PublicAccessNotPermitted: {
    status: 409,
    code: 'PublicAccessNotPermitted',
    message: 'Public access is not permitted on this storage account.',
  },
  ResourceNotFound: {
    status: 404,
    code: 'ResourceNotFound',
    message: 'The specified resource does not exist.',
  },
} as const satisfies Readonly<Record<string, Refusal>>;

/**
 * Who is asked to sign in, and where.
 *
 * https://learn.microsoft.com/rest/api/storageservices/authorize-with-azure-active-directory#bearer-challenge
 */
export function challenge(
  code: 'NoAuthenticationInformation' | 'InvalidAuthenticationInfo',
  tenant: string,
): Refusal {
  const authority = `https://login.microsoftonline.com/${tenant}/oauth2/authorize`;
  return {
    status: 401,
    code,
    message:
      'Server failed to authenticate the request. Please refer to the information in the www-authenticate header.',
    headers: {
      'www-authenticate': `Bearer authorization_uri=${authority} resource_id=https://storage.azure.com`,
    },
  };
}

/** The XML of a refusal, with its code in a header too: an answer to HEAD has no body. */
export function refuse(response: ServerResponse, refusal: Refusal, isHead: boolean): void {
  const { status, code, message, headers = {} } = refusal;
  const body = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  response
    .writeHead(status, { ...headersOf(refusal), ...headers, 'content-length': body.length })
    .end(isHead ? undefined : body);
}

const headersOf = ({ code }: Refusal) => ({
  'content-type': 'application/xml',
  'x-ms-error-code': code,
  'x-ms-request-id': '00000000-0000-0000-0000-000000000000',
});
