import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';

import type { Activity } from '../worker/activity.js';
import type {
  Fault,
  Outcome,
  RecordRequest,
  Reply,
  RetrieveRequest,
  StoreRequest,
  WorkerOptions,
} from '../worker/protocol.js';
import { Watchdog } from './watchdog.js';

/** A request before it has its number. */
export type Call = Omit<RetrieveRequest, 'id'> | Omit<StoreRequest, 'id'> | Omit<RecordRequest, 'id'>;
/** The settings of the thread. */
export type ThreadSettings = Pick<WorkerOptions, 'root' | 'config' | 'access'>;
/** @param ended when the thread was done, by `performance.now()` of this one; undefined if it was not */
type Settle = (outcome: Outcome, ended?: number) => void;

const died: Fault = {
  kind: 'internal',
  message: 'the worker thread of nx-azure-cache ended unexpectedly',
  expected: false,
};
const stuck: Fault = {
  kind: 'timeout',
  message: 'the remote cache made no progress for half a minute, so the rest of the run continued without it',
  expected: false,
};

/** The main thread's end of the worker thread. Every call gets one outcome, also when the thread dies or is stuck. */
export class WorkerLink {
  readonly #activity: Activity;
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, { readonly call: Call; readonly settle: Settle }>();
  readonly #watchdog: Watchdog;
  #calls = 0;
  #uploads = 0;
  #retrievesUnderWay = 0;
  #down = false;

  constructor(
    settings: ThreadSettings,
    activity: Activity,
    script = new URL('./worker.js', import.meta.url),
  ) {
    const { port1, port2 } = new MessageChannel();
    this.#activity = activity;
    this.#port = port1;
    this.#watchdog = new Watchdog(activity, () => {
      this.#giveUp(stuck);
    });
    port1.on('message', (reply: Reply) => {
      this.#receive(reply);
    });
    port1.unref();
    this.#start(script, { ...settings, port: port2, activity: activity.buffer });
  }

  /** Hands a call to the thread. Only a pending `retrieve` keeps the process alive. */
  send(call: Call, settle: Settle): void {
    if (this.#down) {
      settle({ status: 'skipped' });
      return;
    }
    const id = this.#calls++;
    this.#waiting.set(id, { call, settle });
    if (call.kind === 'retrieve') this.#retrievesUnderWay++;
    else this.#uploads++;
    this.#holdProcess();
    this.#port.postMessage({ ...call, id });
  }

  /** How many uploads the thread got in all; 0 if no thread can end them. */
  get uploads(): number {
    return this.#down ? 0 : this.#uploads;
  }

  /** Receives the answers that the thread has sent while the event loop was blocked. */
  collect(): void {
    for (;;) {
      const received = receiveMessageOnPort(this.#port) as { message: Reply } | undefined;
      if (!received) return;
      this.#receive(received.message);
    }
  }

  #start(script: URL, workerData: WorkerOptions): void {
    const down = () => {
      this.#giveUp(died);
    };
    try {
      // No execArgv: loaders and hooks of the host process (ts-node, --inspect) have no business in this thread.
      const options = { workerData, transferList: [workerData.port], execArgv: [] };
      const worker = new Worker(script, options);
      worker.on('error', down);
      worker.on('exit', down);
      worker.unref();
    } catch {
      down();
    }
  }

  #receive({ id, outcome, ended }: Reply): void {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    if (waiting.call.kind === 'retrieve') this.#retrievesUnderWay--;
    this.#holdProcess();
    waiting.settle(outcome, ended - performance.timeOrigin);
  }

  #holdProcess(): void {
    const hold = this.#retrievesUnderWay > 0;
    this.#watchdog.watch(hold);
    if (hold) this.#port.ref();
    else this.#port.unref();
  }

  #giveUp(fault: Fault): void {
    this.#down = true;
    this.#activity.abandon();
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#retrievesUnderWay = 0;
    this.#holdProcess();
    for (const { settle } of waiting) settle({ status: 'fault', fault });
  }
}
