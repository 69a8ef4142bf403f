import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { accountSas } from '../support/account-sas.js';
import { authenticate, type Account, type Sender } from './authenticate.js';
import type { Authorizer } from './authorize.js';
import { readParts, writeAnswers, type PartAnswer } from './batch.js';
import { readOperation, type RequestLine, type StorageOperation } from './storage-operation.js';
import { refusals, refuse, type Refusal } from './storage-refusal.js';

/** A storage account in front of Azurite, which accepts every request: the account refuses like Azure. */
export interface Door {
  /** The requests and their answers, in the order of arrival. */
  readonly seen: readonly Seen[];
  /** Of the account's own host: `/container/blob`. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  close(): void;
}

/** A request, or a part of a batch. */
interface Seen {
  readonly operation: string;
  readonly container: string | undefined;
  readonly blob: string | undefined;
  /** of a refusal */
  readonly code: string | undefined;
}

export interface DoorOptions {
  /** e.g. `http://127.0.0.1:41233/devstoreaccount1` */
  readonly azurite: string;
  readonly account: Account;
  readonly authorizer: Authorizer;
}

type Asked = RequestLine & Sender;

export function createDoor({ azurite, account, authorizer }: DoorOptions): Door {
  const seen: Seen[] = [];
  const backstage = createBackstage(azurite);

  /** Undefined lets it pass. */
  async function judge(asked: Asked, operation: StorageOperation): Promise<Refusal | undefined> {
    const sender = authenticate(asked, operation, { account, now: Date.now() });
    if ('status' in sender) return sender;
    if (operation.name === 'Blob Batch') return undefined;
    const objectIds = [sender.oid, ...(sender.groups ?? [])];
    const decision = await authorizer.decide(objectIds, operation, () => backstage.exists(asked.url));
    return decision === 'allowed' ? undefined : refusals[decision];
  }

  async function ask(asked: Asked): Promise<{ operation: StorageOperation; refusal: Refusal | undefined }> {
    const operation = readOperation(asked);
    if (!operation) throw new Error(`the stand-in does not know ${asked.method} ${asked.url}`);
    const refusal = await judge(asked, operation);
    const { name, container, blob } = operation;
    seen.push({ operation: name, container, blob, code: refusal?.code });
    return { operation, refusal };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    const { operation, refusal } = await ask({ method, url, headers });
    if (refusal) {
      request.resume();
      refuse(response, refusal, method === 'HEAD');
    } else if (operation.name === 'Blob Batch') await answerBatch(request, response);
    else {
      const upstream = await backstage.pass(request);
      response.writeHead(upstream.statusCode ?? 502, upstream.headers);
      upstream.pipe(response);
    }
  }

  async function answerBatch(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answers: PartAnswer[] = [];
    for (const part of readParts(await text(request))) {
      const { refusal } = await ask(part);
      answers.push({ id: part.id, ...(refusal ?? (await backstage.send(part))) });
    }
    const boundary = 'batchresponse_stand-in';
    response
      .writeHead(202, { 'content-type': `multipart/mixed; boundary=${boundary}` })
      .end(writeAnswers(answers, boundary));
  }

  return {
    seen,
    handle: (request, response) => {
      answer(request, response).catch((error: unknown) => {
        // Not an answer of Azure: it shows a test that the stand-in does not know the request.
        if (response.headersSent) response.destroy();
        else refuse(response, { status: 501, code: 'NotOfThisStandIn', message: String(error) }, false);
      });
    },
    close: backstage.close,
  };
}

const ofSender = new Set(['authorization', 'host']);
const withoutSender = (headers: Sender['headers']) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !ofSender.has(name)));

/** Azurite, which the stand-in calls as the owner of the account. */
function createBackstage(azurite: string) {
  const { hostname, port, pathname } = new URL(azurite);
  const agent = new Agent({ keepAlive: true });
  const sas = accountSas('rwdlac', 3_600_000);
  const send = ({ method, url, headers }: Asked) => {
    const path = `${pathname}${url}${url.includes('?') ? '&' : '?'}${sas}`;
    return httpRequest({ agent, hostname, port, method, path, headers: withoutSender(headers) });
  };
  const answerTo = async (asked: Asked) => {
    const [answer] = (await once(send(asked).end(), 'response')) as [IncomingMessage];
    answer.resume();
    return answer;
  };
  return {
    async pass(request: IncomingMessage): Promise<IncomingMessage> {
      const { method = '', url = '', headers } = request;
      const upstream = request.pipe(send({ method, url, headers }));
      request.once('close', () => {
        if (!request.complete) upstream.destroy();
      });
      const [answer] = (await once(upstream, 'response')) as [IncomingMessage];
      return answer;
    },
    async send(asked: Asked): Promise<{ status: number; code: string | undefined }> {
      const { statusCode = 502, headers } = await answerTo(asked);
      return { status: statusCode, code: headers['x-ms-error-code'] as string | undefined };
    },
    async exists(url: string): Promise<boolean> {
      const headers = { 'x-ms-version': '2023-11-03' };
      const [path = ''] = url.split('?');
      return (await answerTo({ method: 'HEAD', url: path, headers })).statusCode === 200;
    },
    close: () => {
      agent.destroy();
    },
  };
}
