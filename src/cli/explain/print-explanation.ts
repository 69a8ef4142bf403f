import { formatBytes } from '../../format.js';
import { formatAge } from '../shared/durations.js';
import { paint, printable, wrap, type Screen } from '../shared/terminal.js';
import type { Explanation, ScopeState } from './explain-hash.js';
import type { LastTask } from './last-run.js';

const colors = { hit: 'green', miss: 'yellow', 'not asked': 'gray' } as const;

/** For people: the last run, each scope, and the verdict. */
export function printExplanation(explanation: Explanation, screen: Screen, now: number): string {
  const { hash, task, access, findings, verdict } = explanation;
  const rows = [
    ['this run', access],
    ...findings.map((finding) => [finding.scope, describeState(finding, now)]),
  ];
  if (task) rows.unshift(['last run', describeTask(task, now)]);
  const margin = Math.max(...rows.map(([label = '']) => label.length), verdict.outcome.length) + 2;
  const line = (label: string, text: string) =>
    `${label.padEnd(margin)}${wrap(printable(text), margin, screen)}\n`;
  const title = paint(`${task ? `${task.id}  ` : ''}${hash}\n\n`, 'bold', screen);
  const outcome = line(verdict.outcome, verdict.reason);
  const painted = paint(verdict.outcome, colors[verdict.outcome], screen);
  return [
    title,
    ...rows.map(([label = '', text = '']) => line(label, text)),
    `\n${outcome.replace(verdict.outcome, painted)}`,
  ].join('');
}

function describeTask({ cacheStatus, code, endTime }: LastTask, now: number): string {
  const ended = Date.parse(endTime ?? '');
  const when = Number.isNaN(ended) ? '' : `, ${ago(now - ended)}`;
  return `${cacheStatus}${when}${code === undefined || code === 0 ? '' : `, failed with exit code ${code}`}`;
}

function describeState(state: ScopeState, now: number): string {
  switch (state.status) {
    case 'absent':
      return 'not stored';
    case 'unreadable':
      return `cannot be read: ${state.reason}`;
    case 'unusable':
      return `stored, but not used: ${state.reason}; ${describeStored(state, now)}`;
    case 'usable':
      return `stored: ${describeStored(state, now)}; signature: ${state.signature}`;
  }
}

function describeStored(state: Extract<ScopeState, { bytes: number }>, now: number): string {
  const by = state.producer === '' ? '' : ` by ${state.producer}`;
  return `${formatBytes(state.bytes)}, ${ago(now - Date.parse(state.modified))}${by}`;
}

function ago(ms: number): string {
  const age = formatAge(ms);
  return age === 'now' ? 'just now' : `${age} ago`;
}
