import type { Fault, Rule } from '../../test/support/proxy/proxy-fault.js';
import type { RequestKind } from '../../test/support/proxy/proxy-request.js';

/** One row of the failure policy: the fault, and the message for the user. */
export interface FailureRow {
  readonly name: string;
  readonly rules: readonly Rule[];
  /** A word of FaultKind, as the summary counts it. */
  readonly kind: string;
  /** In the one warning. */
  readonly advice: RegExp;
}

const on = (kind: RequestKind, fault: Fault): Rule[] => [
  { match: (request) => request.kind === kind, fault },
];
const everywhere = (fault: Fault): Rule[] => [{ fault }];
const status = (code: number, error: string): Fault => ({ kind: 'status', status: code, code: error });

/** No stored artifact is readable: both tasks run. */
export const readFailures: readonly FailureRow[] = [
  {
    name: '403 AuthorizationPermissionMismatch',
    rules: on('get', status(403, 'AuthorizationPermissionMismatch')),
    kind: 'permission',
    advice: /Storage Blob Data Reader/,
  },
  {
    name: '403 AuthenticationFailed, a wrong or expired key',
    rules: everywhere(status(403, 'AuthenticationFailed')),
    kind: 'credential',
    advice: /did not accept the credential/,
  },
  {
    name: '404 ContainerNotFound',
    rules: everywhere(status(404, 'ContainerNotFound')),
    kind: 'container',
    advice: /container "cache-\d+" does not exist/,
  },
  {
    name: '400 AccountRequiresHttps',
    rules: everywhere(status(400, 'AccountRequiresHttps')),
    kind: 'rejected',
    advice: /accepts HTTPS only/,
  },
  {
    name: '409 BlobArchived',
    rules: on('get', status(409, 'BlobArchived')),
    kind: 'rejected',
    advice: /the archive tier/,
  },
  {
    name: '403 AuthorizationSourceIPMismatch, the limit of a SAS',
    rules: everywhere(status(403, 'AuthorizationSourceIPMismatch')),
    kind: 'permission',
    advice: /the SAS \(sip\) allows/,
  },
  {
    name: '503 ServerBusy',
    rules: everywhere({ ...status(503, 'ServerBusy'), headers: { 'retry-after': '1' } } as Fault),
    kind: 'throttled',
    advice: /throttling/,
  },
  {
    name: '500 InternalError',
    rules: everywhere(status(500, 'InternalError')),
    kind: 'service',
    advice: /server error/,
  },
  {
    name: 'a hang before the headers',
    rules: on('get', { kind: 'hang before headers' }),
    kind: 'timeout',
    advice: /did not answer in time/,
  },
  {
    name: 'a hang after the headers',
    rules: on('get', { kind: 'hang after headers' }),
    kind: 'timeout',
    advice: /did not answer in time/,
  },
  {
    name: 'a body that stalls',
    rules: on('get', { kind: 'stall', at: 100 }),
    kind: 'timeout',
    advice: /did not answer in time/,
  },
  {
    name: 'a reset connection',
    rules: everywhere({ kind: 'reset' }),
    kind: 'network',
    advice: /could not be reached/,
  },
  {
    name: 'a body that is cut',
    rules: on('get', { kind: 'cut', at: 100 }),
    kind: 'network',
    advice: /could not be reached/,
  },
];

/** One artifact does not come back as it was stored. */
export const damages: readonly { name: string; fault: Fault; advice: RegExp }[] = [
  {
    name: 'a body that ends early',
    fault: { kind: 'truncated', at: 100, contentLength: 'right' },
    advice: /shorter/,
  },
  { name: 'garbage', fault: { kind: 'garbage' }, advice: /not restored/ },
  { name: 'a flipped bit', fault: { kind: 'flipped bit', at: 100 }, advice: /./ },
  {
    name: 'metadata of somebody else',
    fault: { kind: 'metadata', set: { codec: 'lzma' } },
    advice: /"codec" in its metadata/,
  },
  {
    name: 'metadata with another digest',
    fault: { kind: 'metadata', set: { sha256: '0'.repeat(64) } },
    advice: /not those that were stored/,
  },
  {
    name: 'metadata with another size',
    fault: { kind: 'metadata', set: { size: '7' } },
    advice: /not restored/,
  },
];

/** Nothing can be stored. */
export const writeFailures: readonly FailureRow[] = [
  {
    name: '403 AuthorizationPermissionMismatch',
    rules: on('put', status(403, 'AuthorizationPermissionMismatch')),
    kind: 'permission',
    advice: /Storage Blob Data Contributor.*localMode/,
  },
  {
    name: '503 ServerBusy',
    rules: on('put', { ...status(503, 'ServerBusy'), headers: { 'retry-after': '60' } } as Fault),
    kind: 'throttled',
    advice: /throttling/,
  },
  {
    name: '500 InternalError',
    rules: on('put', status(500, 'InternalError')),
    kind: 'service',
    advice: /server error/,
  },
  {
    name: 'a hang',
    rules: on('put', { kind: 'hang before headers' }),
    kind: 'timeout',
    advice: /not uploaded/,
  },
  {
    name: 'a reset connection',
    rules: on('put', { kind: 'reset' }),
    kind: 'network',
    advice: /could not be reached/,
  },
];
