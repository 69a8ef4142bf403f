import type { SeenRequest } from '../../../test/support/proxy/proxy-request.js';
import type { Answer } from './fault-rows.js';

/** One operation of the matrix, on a container that is empty (cold) or has everything (warm). */
export interface Column {
  readonly name: string;
  readonly warm: boolean;
  readonly answer: Answer;
  readonly artifacts: 'small' | 'large';
  /** Without, results are only stored, as by `nx --skip-nx-cache`. */
  readonly lookups: boolean;
  /** Whether a request belongs to the operation; undefined: those for a token do. */
  readonly matches: ((request: SeenRequest) => boolean) | undefined;
  /** Whether it can be the first thing that a run asks for, so that an address may be dead for it. */
  readonly first: boolean;
}

const lookup = {
  artifacts: 'small',
  lookups: true,
  matches: ({ kind }) => kind === 'get',
  first: true,
} as const satisfies Partial<Column>;
const upload = {
  artifacts: 'small',
  lookups: false,
  matches: ({ kind }) => kind === 'put',
  first: true,
} as const satisfies Partial<Column>;
const commit = {
  artifacts: 'large',
  lookups: false,
  first: false,
  matches: ({ kind }) => kind === 'put block list',
} as const satisfies Partial<Column>;
const token = {
  artifacts: 'small',
  lookups: true,
  matches: undefined,
  answer: 'token',
  first: true,
} as const;
const isLaterRange = ({ headers }: SeenRequest) => !String(headers['x-ms-range']).startsWith('bytes=0-');

const blocks = [0, 1, 2].flatMap((index) =>
  [false, true].map((warm): Column => ({
    name: `block ${index + 1}`,
    warm,
    answer: 'created',
    artifacts: 'large',
    lookups: false,
    matches: ({ block }) => block === index,
    first: index === 0,
  })),
);

/** The columns of the matrix. */
export const columns: readonly Column[] = [
  { ...lookup, name: 'lookup', warm: false, answer: 'miss' },
  { ...lookup, name: 'lookup', warm: true, answer: 'hit' },
  {
    name: 'range',
    warm: true,
    answer: 'rest',
    artifacts: 'large',
    lookups: true,
    first: false,
    matches: (request) => request.kind === 'get' && isLaterRange(request),
  },
  { ...upload, name: 'upload', warm: false, answer: 'created' },
  { ...upload, name: 'upload', warm: true, answer: 'present' },
  ...blocks,
  { ...commit, name: 'commit', warm: false, answer: 'created' },
  { ...commit, name: 'commit', warm: true, answer: 'present' },
  { ...token, name: 'token', warm: false },
  { ...token, name: 'token', warm: true },
];
