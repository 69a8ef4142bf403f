import type { Readable } from 'node:stream';
import type { PipelineResponse } from '@azure/core-rest-pipeline';

import { findRule, isKept, readFailure } from './azure-errors.js';
import { connect, type ConnectOptions } from './connect.js';
import type { BlobRequest, Container } from './container.js';
import { createEntra } from './entra.js';
import { createRequests, impatient, type Requests } from './requests.js';

/** What came of something that was tried with a credential. */
export type Answer = 'done' | 'refused';

/**
 * Tries what a credential lets its holder do. It does it: every `name` must be one that nothing else has.
 *
 * Everything but a refusal throws a CacheError.
 */
export interface Probe {
  /** As artifacts are stored. */
  create(name: string): Promise<Answer>;
  /** Creates once more what is there; `refused` when that is kept, as it must be. */
  createAgain(name: string): Promise<Answer>;
  read(name: string): Promise<Answer>;
  /** As artifacts never are: whatever is there, it is replaced. */
  overwrite(name: string): Promise<Answer>;
  /** `done` also when there is no such blob: rights are looked at first. */
  remove(name: string): Promise<Answer>;
  list(prefix: string): Promise<Answer>;
}

/** @throws CacheError when there is nothing to try with */
export async function openProbe(options: ConnectOptions, entra = createEntra()): Promise<Probe> {
  const container = await connect(options, entra);
  const account = new URL(container.url).host;
  return createProbe(
    container,
    createRequests({ account, container: options.container }, () => undefined, impatient),
  );
}

function createProbe(container: Container, requests: Requests): Probe {
  const attempt = (request: Omit<BlobRequest, 'signal'>, doneBefore?: ReadonlySet<string>) =>
    requests.send(request.method === 'GET' ? 'read' : 'write', ({ signal }) =>
      answer(container.send({ ...request, signal }), doneBefore),
    );
  const put = { method: 'PUT', body } as const;
  const creation = { ...put, headers: { ...bodyHeaders, 'if-none-match': '*' } };
  return {
    create: (name) => attempt({ ...creation, name }, present),
    createAgain: (name) => attempt({ ...creation, name }),
    read: (name) => attempt({ method: 'GET', name, headers: {} }),
    overwrite: (name) => attempt({ ...put, name, headers: bodyHeaders }),
    remove: (name) => attempt({ method: 'DELETE', name, headers: {} }, absent),
    list: (prefix) => {
      const query = { restype: 'container', comp: 'list', prefix, maxresults: '1' };
      return attempt({ method: 'GET', name: '', query, headers: {} });
    },
  };
}

const body = 'Left by nx-azure-cache doctor, which could not remove it. Of no use to anybody.\n';
const bodyHeaders = {
  'content-length': String(body.length),
  'content-type': 'text/plain',
  'x-ms-blob-type': 'BlockBlob',
};

/** What says that it has been done before, when the answer to that was lost. */
const present = new Set(['BlobAlreadyExists', 'UnauthorizedBlobOverwrite']);
const absent = new Set(['BlobNotFound']);
/** These say, as the lack of a right does, that it is not to be. */
const isProtected = (code: string) => present.has(code) || isKept(code);

async function answer(request: Promise<PipelineResponse>, doneBefore?: ReadonlySet<string>): Promise<Answer> {
  try {
    // The body of a list is of no interest, and would hold its connection.
    ((await request).readableStreamBody as Readable | undefined)?.destroy();
    return 'done';
  } catch (error) {
    const failure = readFailure(error);
    const { code = '' } = failure;
    if (doneBefore?.has(code)) return 'done';
    if (isProtected(code) || findRule(failure, 'write').kind === 'permission') return 'refused';
    throw error;
  }
}
