import { context, metrics, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterEach, expect, test } from 'vitest';

import { version } from '../../package.json';
import type { Outcome } from '../worker/protocol.js';
import { Journal } from './journal.js';
import { findTelemetry } from './telemetry.js';

const root = import.meta.dirname;
const artifact = { code: 0, terminalOutput: '', outputsPath: '/c/1', size: 1 };
const hit: Outcome = { status: 'hit', artifact, bytes: 2048, scope: 'trusted' };
const fault: Outcome = { status: 'fault', fault: { kind: 'timeout', message: 'slow', expected: false } };

afterEach(() => {
  trace.disable();
  metrics.disable();
  context.disable();
});

function setUpTraces() {
  const exporter = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  );
  return exporter;
}

function setUpMetrics() {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter });
  const provider = new MeterProvider({ readers: [reader] });
  metrics.setGlobalMeterProvider(provider);
  return { exporter, provider };
}

/**
 * A call of Nx at 1 s that ends at 1.25 s.
 *
 * @returns the journal that has it
 */
function call(kind: 'retrieve' | 'store', outcome: Outcome): Journal {
  const journal = new Journal({ verbose: false, now: () => 1_000, telemetry: findTelemetry(root) });
  journal.begin({ kind, hash: '42', cacheDirectory: '/cache' })(outcome, 1_250);
  return journal;
}

/** What was exported of each counter. */
const sumsOf = (exporter: InMemoryMetricExporter) =>
  exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics))
    .flatMap(({ descriptor, dataPoints }) =>
      dataPoints.map(({ attributes, value }) => [descriptor.name, attributes, value]),
    );

const toMs = ([seconds, nanoseconds]: [number, number]) => seconds * 1_000 + nanoseconds / 1e6;

test('there is no telemetry if OpenTelemetry is not set up', () => {
  expect(findTelemetry(root)).toBeUndefined();
});

test('there is no telemetry if the workspace does not have the API', () => {
  setUpTraces();
  expect(findTelemetry('/nowhere')).toBeUndefined();
});

test('a call is a span from when Nx asked to when it was done', () => {
  const exporter = setUpTraces();
  call('retrieve', hit);
  const [span] = exporter.getFinishedSpans();
  expect(span).toMatchObject({
    name: 'nx-azure-cache.retrieve',
    attributes: {
      'nx.task.hash': '42',
      'nx_azure_cache.outcome': 'hit',
      'nx_azure_cache.bytes': 2048,
      'nx_azure_cache.scope': 'trusted',
    },
    status: { code: SpanStatusCode.UNSET },
    instrumentationScope: { name: 'nx-azure-cache', version },
  });
  if (!span) throw new Error('no span');
  expect(toMs(span.startTime)).toBeCloseTo(performance.timeOrigin + 1_000, 0);
  expect(toMs(span.endTime) - toMs(span.startTime)).toBeCloseTo(250, 0);
});

test('a fault is the error of its span', () => {
  const exporter = setUpTraces();
  call('store', fault);
  expect(exporter.getFinishedSpans()).toMatchObject([
    {
      name: 'nx-azure-cache.store',
      attributes: { 'nx_azure_cache.outcome': 'fault', 'nx_azure_cache.fault': 'timeout' },
      status: { code: SpanStatusCode.ERROR, message: 'slow' },
    },
  ]);
});

test('counters add up the calls', async () => {
  const { exporter, provider } = setUpMetrics();
  for (const outcome of [hit, hit, { status: 'miss' }, fault] as const) call('retrieve', outcome);
  call('store', { status: 'stored', bytes: 10 });
  call('store', { status: 'present' });
  await provider.forceFlush();
  expect(sumsOf(exporter)).toEqual([
    ['nx_azure_cache.hits', {}, 2],
    ['nx_azure_cache.misses', {}, 1],
    ['nx_azure_cache.stored', {}, 1],
    ['nx_azure_cache.faults', { kind: 'timeout' }, 1],
    ['nx_azure_cache.bytes', { direction: 'received' }, 4096],
    ['nx_azure_cache.bytes', { direction: 'sent' }, 10],
  ]);
  await provider.shutdown();
});

test('a hit that Nx did not take is counted apart, so that hits less discarded are the hits of the summary', async () => {
  const { exporter, provider } = setUpMetrics();
  const journal = call('retrieve', hit);
  journal.discard('42');
  journal.discard('42');
  await provider.forceFlush();
  expect(sumsOf(exporter)).toEqual([
    ['nx_azure_cache.hits', {}, 1],
    ['nx_azure_cache.discarded', {}, 1],
    ['nx_azure_cache.bytes', { direction: 'received' }, 2048],
  ]);
  expect(journal.tally).toMatchObject({ hits: 0, discarded: 1 });
  await provider.shutdown();
});

test('a provider that throws ends no build', () => {
  const fail = () => {
    throw new Error('broken');
  };
  trace.setGlobalTracerProvider({ getTracer: () => ({ startSpan: fail, startActiveSpan: fail }) });
  metrics.setGlobalMeterProvider({ getMeter: fail });
  expect(() => {
    call('retrieve', hit).discard('42');
  }).not.toThrow();
});
