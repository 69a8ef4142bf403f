import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as OpenTelemetry from '@opentelemetry/api';

import { version } from '../../package.json';
import { quietly } from '../quietly.js';
import type { Ending, JournalEntry } from './journal-entry.js';

type Api = typeof OpenTelemetry;

/** Reports calls to OpenTelemetry. Never throws. */
export interface Telemetry {
  /**
   * A call begins.
   *
   * @returns a function that reports how it ended
   */
  begin(): (entry: JournalEntry, ending: Ending) => void;
  /** Nx did not take one of the hits. A counter cannot go down, so these hits have their own. */
  discard(): void;
}

/** Where every version 1 of the API keeps its registrations: nothing is loaded just to find that there are none. */
const registry = Symbol.for('opentelemetry.js.api.1');

/**
 * The OpenTelemetry of this process, when it has been set up here and the workspace has its API (docs/run-summary.md).
 *
 * @param root of the workspace
 */
export function findTelemetry(root: string): Telemetry | undefined {
  const { trace, metrics } = Object(Reflect.get(globalThis, registry)) as Record<string, unknown>;
  if (trace === undefined && metrics === undefined) return undefined;
  try {
    const load = createRequire(join(root, 'nx.json'));
    return createTelemetry(load('@opentelemetry/api') as Api);
  } catch {
    return undefined;
  }
}

function createTelemetry(api: Api): Telemetry {
  const tracer = api.trace.getTracer('nx-azure-cache', version);
  const { count, discard } = createCounters(api);
  return {
    begin() {
      // Where Nx calls, not where the worker thread answers.
      const context = quietly(() => api.context.active());
      // An error of another package's provider must not end a build.
      return (entry, ending) => {
        quietly(() => {
          traceCall({ api, tracer, context }, entry, ending);
        });
        quietly(() => {
          count(ending);
        });
      };
    },
    discard() {
      quietly(discard);
    },
  };
}

interface Tracing {
  readonly api: Api;
  readonly tracer: OpenTelemetry.Tracer;
  readonly context: OpenTelemetry.Context | undefined;
}

function traceCall({ api, tracer, context }: Tracing, entry: JournalEntry, ending: Ending): void {
  const { operation, hash, started } = entry;
  const { status, bytes, scope, faults, at } = ending;
  const [fault] = faults;
  const attributes = {
    'nx.task.hash': hash,
    'nx_azure_cache.outcome': status,
    ...(bytes === undefined ? {} : { 'nx_azure_cache.bytes': bytes }),
    ...(scope === undefined ? {} : { 'nx_azure_cache.scope': scope }),
    ...(fault === undefined ? {} : { 'nx_azure_cache.fault': fault.kind }),
  };
  const options = { kind: api.SpanKind.CLIENT, startTime: toDate(started), attributes };
  const span = tracer.startSpan(`nx-azure-cache.${operation}`, options, context);
  if (fault && status === 'fault') span.setStatus({ code: api.SpanStatusCode.ERROR, message: fault.message });
  span.end(toDate(at));
}

/** Milliseconds since 1970, of `performance.now()`. */
const toDate = (time: number) => performance.timeOrigin + time;

interface Counters {
  readonly count: (ending: Ending) => void;
  readonly discard: () => void;
}

function createCounters({ metrics }: Api): Counters {
  const meter = metrics.getMeter('nx-azure-cache', version);
  const counters = {
    hit: meter.createCounter('nx_azure_cache.hits'),
    miss: meter.createCounter('nx_azure_cache.misses'),
    stored: meter.createCounter('nx_azure_cache.stored'),
    fault: meter.createCounter('nx_azure_cache.faults'),
  };
  const discarded = meter.createCounter('nx_azure_cache.discarded');
  const moved = meter.createCounter('nx_azure_cache.bytes', { unit: 'By' });
  const direction = { hit: 'received', stored: 'sent' } as const;
  return {
    count({ status, bytes = 0, faults }) {
      for (const { kind } of faults) counters.fault.add(1, { kind });
      if (status === 'hit' || status === 'stored') moved.add(bytes, { direction: direction[status] });
      if (status === 'hit' || status === 'miss' || status === 'stored') counters[status].add(1);
    },
    discard() {
      discarded.add(1);
    },
  };
}
