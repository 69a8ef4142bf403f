import type { ServerResponse } from 'node:http';

/** An answer of Azure Storage that is no success. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Status, code and message as the named page of learn.microsoft.com has them. */
export const refusals = {
  // rest/api/storageservices/sas-error-codes; the same answer as without a right by role:
  // troubleshoot/azure/azure-storage/blobs/authentication/storage-troubleshoot-403-errors
  AuthorizationPermissionMismatch: {
    status: 403,
    code: 'AuthorizationPermissionMismatch',
    message: 'This request is not authorized to perform this operation using this permission.',
  },
  // rest/api/storageservices/blob-service-error-codes
  UnauthorizedBlobOverwrite: {
    status: 403,
    code: 'UnauthorizedBlobOverwrite',
    message: 'This request is not authorized to perform blob overwrites.',
  },
  // troubleshoot/azure/azure-storage/blobs/authentication/storage-troubleshoot-403-errors
  KeyBasedAuthenticationNotPermitted: {
    status: 403,
    code: 'KeyBasedAuthenticationNotPermitted',
    message: 'Key based authentication is not permitted on this storage account.',
  },
  // azure/storage/blobs/anonymous-read-access-prevent documents that such requests are rejected. Code and message:
  // techcommunity.microsoft.com, "Public access is not permitted on this storage account" (Azure PaaS Blog).
  PublicAccessNotPermitted: {
    status: 409,
    code: 'PublicAccessNotPermitted',
    message: 'Public access is not permitted on this storage account.',
  },
  // rest/api/storageservices/common-rest-api-error-codes
  ResourceNotFound: {
    status: 404,
    code: 'ResourceNotFound',
    message: 'The specified resource does not exist.',
  },
} as const satisfies Readonly<Record<string, Refusal>>;

/**
 * Who is asked to sign in, and where. Codes and message: azure/storage/common/storage-ref-azcopy-error-codes; the header:
 * rest/api/storageservices/authorize-with-azure-active-directory#bearer-challenge.
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
