import type { Verdict } from './run-cases.js';

/** The outcomes of all cases so far. */
export class Tally {
  readonly #counts = new Map<string, Map<string, number>>();
  readonly findings: Verdict[] = [];
  #memory: { readonly before: number; readonly most: number } | undefined;
  #slowest = 0;
  #cases = 0;

  count(verdict: Verdict): void {
    const { name, outcome, findings, ms, rss } = verdict;
    const row = this.#counts.get(name) ?? new Map<string, number>();
    this.#counts.set(name, row.set(outcome, (row.get(outcome) ?? 0) + 1));
    if (findings.length > 0) this.findings.push(verdict);
    this.#slowest = Math.max(this.#slowest, ms);
    this.#cases += 1;
    // The first ones load code and fill pools.
    if (this.#cases <= 100) this.#memory = { before: rss, most: rss };
    else this.#memory = { before: this.#memory?.before ?? rss, most: Math.max(this.#memory?.most ?? 0, rss) };
  }

  get cases(): number {
    return this.#cases;
  }

  /** of one case, ms */
  get slowest(): number {
    return this.#slowest;
  }

  /** How much more memory than after the first cases there ever was, bytes. */
  get growth(): number {
    return (this.#memory?.most ?? 0) - (this.#memory?.before ?? 0);
  }

  /** The number of cases with this outcome. */
  total(outcome: string): number {
    return [...this.#counts.values()].reduce((sum, row) => sum + (row.get(outcome) ?? 0), 0);
  }

  /** One line a kind of case, one column an outcome. */
  toString(): string {
    const outcomes = [...new Set([...this.#counts.values()].flatMap((row) => [...row.keys()]))].sort();
    const rows = [...this.#counts]
      .sort()
      .map(([name, row]) => [name, ...outcomes.map((each) => row.get(each))]);
    const totals = ['all', ...outcomes.map((outcome) => this.total(outcome))];
    return [['', ...outcomes], ...rows, totals].map(line).join('\n');
  }
}

function line([name, ...counts]: readonly (string | number | undefined)[]): string {
  return [String(name).padEnd(48), ...counts.map((count) => String(count ?? '').padStart(10))].join('');
}
