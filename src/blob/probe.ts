import type { Readable } from 'node:stream';
import type { PipelineResponse } from '@azure/core-rest-pipeline';

import { findRule, isKept, readFailure } from './azure-errors.js';
import { connect, type ConnectOptions } from './connect.js';
import { shortLimits } from './connection.js';
import type { BlobRequest } from './container.js';
import { createEntra } from './sign-in/entra.js';

/** Whether something that was tried with a credential was done. */
export type Answer = 'done' | 'refused';

/**
 * Tries what a credential allows, by doing it: every `name` must be one that nothing else has.
 *
 * All failures but a refusal throw a CacheError.
 */
export interface Probe {
  /** As artifacts are stored. */
  create(name: string): Promise<Answer>;
  /** Creates an existing blob once more; `refused` when it is kept, as it must be. */
  createAgain(name: string): Promise<Answer>;
  read(name: string): Promise<Answer>;
  /** Replaces any blob, as artifacts never are stored. */
  overwrite(name: string): Promise<Answer>;
  /** `done` also when there is no such blob: Azure checks permissions first. */
  remove(name: string): Promise<Answer>;
  list(prefix: string): Promise<Answer>;
}

/** @throws CacheError when there is no credential */
export async function openProbe(options: ConnectOptions, entra = createEntra()): Promise<Probe> {
  const connection = await connect(options, entra, { limits: shortLimits });
  const attempt = (request: BlobRequest, doneBefore?: ReadonlySet<string>) =>
    connection.send(request.method === 'GET' ? 'read' : 'write', ({ send }) =>
      answer(send(request), doneBefore),
    );
  const put = { method: 'PUT', body } as const;
  const creation = { ...put, headers: { ...bodyHeaders, 'if-none-match': '*' } };
  return {
    create: (name) => attempt({ ...creation, name }, present),
    createAgain: (name) => attempt({ ...creation, name }),
    read: (name) => attempt({ method: 'GET', name }),
    overwrite: (name) => attempt({ ...put, name, headers: bodyHeaders }),
    remove: (name) => attempt({ method: 'DELETE', name }, absent),
    list: (prefix) => {
      const query = { restype: 'container', comp: 'list', prefix, maxresults: '1' };
      return attempt({ method: 'GET', query });
    },
  };
}

const body = 'Left by nx-azure-cache doctor, which could not remove it. It can be deleted.\n';
const bodyHeaders = {
  'content-length': String(body.length),
  'content-type': 'text/plain',
  'x-ms-blob-type': 'BlockBlob',
};

/** The codes of what an earlier attempt has done, whose response was lost. */
const present = new Set(['BlobAlreadyExists', 'UnauthorizedBlobOverwrite']);
const absent = new Set(['BlobNotFound']);
/** Codes of a refusal, as is a missing permission. */
const isProtected = (code: string) => present.has(code) || isKept(code);

async function answer(request: Promise<PipelineResponse>, doneBefore?: ReadonlySet<string>): Promise<Answer> {
  try {
    // The body of a list is not read, and would hold its connection.
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
