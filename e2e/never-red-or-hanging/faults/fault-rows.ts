import type { Fault } from '../../../test/support/proxy/proxy-fault.js';

/** Azure's answer without the fault; the same fault has another effect on each. */
export type Answer = 'hit' | 'rest' | 'miss' | 'created' | 'present' | 'token';

/** An address that is dead from the first byte on. */
export type Host = 'refusing' | 'unknown' | 'TLS refusing' | 'TLS not trusted' | 'silent';

/** One fault of the matrix: its effect, and the kind that counts it. */
export interface FaultRow {
  readonly name: string;
  readonly what: Fault | Host;
  /** One or several words of FaultKind; `clean`: the fault does no harm, and the run prints nothing. */
  readonly counted: Readonly<Record<Answer, string>>;
  /** Whether one retry heals a fault that occurs once. */
  readonly healed: boolean;
  /** How much longer than without a cache a run may take, seconds. */
  readonly bound: number;
  /** The users' story that it plays. */
  readonly story: string;
}

type Rest = Partial<Pick<FaultRow, 'healed' | 'bound' | 'story'>> & {
  readonly but?: Partial<FaultRow['counted']>;
};

/**
 * Seconds: a request without retries costs no more than a transfer, one with retries costs them, a hang costs one silence.
 * With room for a machine that plays several cells at once; the bounds for one build alone are in bounds.e2e.ts.
 */
const bounds = { atOnce: 8, retried: 16, hanging: 18 };
/** For a new blob, Azure's answer has no body. */
const unlessCreated = { created: 'clean' };
/** If a next request uses that connection, it waits for the end of an answer without a body. */
const unlessReused = { created: 'clean or timeout' };
/** Of anything but a blob the body is not read. */
const onlyOfBlobs = { ...unlessCreated, miss: 'clean', present: 'clean' };
const retried: Rest = { healed: true, bound: bounds.retried };
const hanging: Rest = { bound: bounds.hanging };

function row(name: string, what: FaultRow['what'], kind: string, rest: Rest = {}): FaultRow {
  const { but, healed = false, bound = bounds.atOnce, story = '' } = rest;
  // @azure/identity tries again by itself, for longer than a token may take.
  const token = kind === 'clean' ? kind : 'credential or sign-in or timeout';
  const counted = { hit: kind, rest: kind, miss: kind, created: kind, present: kind, token, ...but };
  return { name, what, counted, healed, bound, story };
}

const status = (code: number, error: string, kind: string, rest?: Rest) =>
  row(`${code} ${error}`.trim(), { kind: 'status', status: code, code: error }, kind, rest);

const busyFor = (seconds: number, rest: Rest) => {
  const headers = { 'retry-after': String(seconds) };
  const what: Fault = { kind: 'status', status: 503, code: 'ServerBusy', headers };
  return row(`503, Retry-After ${seconds}`, what, 'throttled', rest);
};

/** Azure, or a server that answers for it, refuses the request. */
const refusals: readonly FaultRow[] = [
  status(400, 'InvalidHeaderValue', 'rejected'),
  status(401, 'NoAuthenticationInformation', 'credential'),
  status(403, 'AuthenticationFailed', 'credential'),
  status(403, 'AuthorizationPermissionMismatch', 'permission', { story: 'nrwl/nx#37094' }),
  status(403, 'AuthorizationFailure', 'permission'),
  status(404, 'ContainerNotFound', 'container'),
  status(407, '', 'network', { story: 'vercel/turborepo#7364' }),
  status(413, 'RequestBodyTooLarge', 'rejected', { story: 'ducktors/turborepo-remote-cache#366' }),
];

/** Azure is unwell. */
const illnesses: readonly FaultRow[] = [
  status(429, '', 'throttled', retried),
  status(500, 'InternalError', 'service', { ...retried, story: 'nrwl/nx#37052' }),
  status(502, '', 'service', { ...retried, story: 'nrwl/nx#36107' }),
  status(503, 'ServerBusy', 'throttled', retried),
  status(504, '', 'timeout', retried),
  busyFor(1, { healed: true, bound: bounds.hanging }),
  busyFor(60, {}),
];

/** The connection goes. */
const connections: readonly FaultRow[] = [
  row('reset', { kind: 'reset' }, 'network', retried),
  row('dies', { kind: 'death' }, 'network', { bound: bounds.retried }),
  row('dies, back in 0.1 s', { kind: 'death', downFor: 100 }, 'network', retried),
  row('hang before headers', { kind: 'hang before headers' }, 'timeout', {
    ...hanging,
    story: 'nrwl/nx#36640',
  }),
  row('hang after headers', { kind: 'hang after headers' }, 'timeout', {
    ...hanging,
    but: unlessReused,
    story: 'actions/cache#810',
  }),
  row('stall in the body', { kind: 'stall', at: 100 }, 'timeout', {
    ...hanging,
    but: unlessReused,
    story: 'microsoft/backfill#415',
  }),
  row('cut in the body', { kind: 'cut', at: 100 }, 'network', {
    ...retried,
    but: unlessCreated,
    story: 'actions/cache#265',
  }),
  row('slow drip', { kind: 'slow drip', every: 50 }, 'clean', { bound: bounds.retried }),
];

/** The downloaded bytes differ from the stored bytes. */
const damages: readonly FaultRow[] = [
  row('too long a length', { kind: 'wrong length', by: 7 }, 'network', retried),
  row('too short a length', { kind: 'wrong length', by: -7 }, 'damaged', { ...retried, but: onlyOfBlobs }),
  row('truncated', { kind: 'truncated', at: 100, contentLength: 'right' }, 'damaged', {
    ...retried,
    but: onlyOfBlobs,
    story: 'microsoft/rushstack#2827',
  }),
  row('garbage', { kind: 'garbage' }, 'damaged', { but: onlyOfBlobs, story: 'microsoft/rushstack#3454' }),
  row('flipped bit', { kind: 'flipped bit', at: 5_000 }, 'damaged', { but: onlyOfBlobs }),
  row('wrong metadata', { kind: 'metadata', set: { sha256: '0'.repeat(64) } }, 'damaged', {
    but: { ...onlyOfBlobs, rest: 'clean', token: 'clean' },
  }),
  row('answered twice', { kind: 'duplicated' }, 'clean'),
];

/** No server answers. */
const unreachable: readonly FaultRow[] = [
  row('connection refused', 'refusing', 'network', { story: 'vercel/turborepo#4591' }),
  row('no such host', 'unknown', 'network', { bound: bounds.retried, story: 'jdx/mr-boxington#112' }),
  row('TLS refused', 'TLS refusing', 'network', { bound: bounds.retried }),
  row('TLS not trusted', 'TLS not trusted', 'network', { story: 'nrwl/nx#32234' }),
  row('silent port', 'silent', 'timeout', hanging),
];

/** The rows of the matrix. */
export const faultRows: readonly FaultRow[] = [
  ...refusals,
  ...illnesses,
  ...connections,
  ...damages,
  ...unreachable,
];
