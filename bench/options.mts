import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { sections, type SectionName } from './plan.mjs';

export interface Options {
  /** Instead of those of the plan. */
  readonly rounds: number | undefined;
  /** A pattern for `<section> <work> <network> <storage> <subject>`. */
  readonly only: RegExp;
  readonly sections: readonly SectionName[];
  readonly tarball: string;
  readonly seed: number;
  /** Files of kept runs to report as if they had been one, instead of running anything. */
  readonly from: readonly string[];
}

/**
 * `npm run bench -- [section …] [--rounds 5] [--only <pattern>] [--quick] [--seed 1] [--tarball <file>]`, or
 * `npm run bench -- --from bench/results/<file> [--from …]`
 *
 * @throws Error for an option or a section there isn't
 */
export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({ args: [...args], options: known, allowPositionals: true });
  const rounds = values.quick ? '1' : values.rounds;
  return {
    rounds: rounds === undefined ? undefined : Number(rounds),
    only: new RegExp(values.only, 'i'),
    sections: positionals.length > 0 ? positionals.map(asSection) : sections,
    tarball: fromRoot(values.tarball),
    seed: Number(values.seed),
    from: values.from.map(fromRoot),
  };
}

/** Paths are relative to the root of the project: npm runs the scripts in `bench/`, but the reader's shell is not there. */
export const fromRoot = (path: string) => resolve(import.meta.dirname, '..', path);

const known = {
  rounds: { type: 'string' },
  only: { type: 'string', default: '' },
  quick: { type: 'boolean', default: false },
  seed: { type: 'string', default: '1' },
  from: { type: 'string', multiple: true, default: [] as string[] },
  tarball: { type: 'string', default: 'dist/nx-azure-cache.tgz' },
} as const;

function asSection(name: string): SectionName {
  const section = sections.find((each) => each === name);
  if (section === undefined) throw new Error(`there is no section ${name}, only ${sections.join(', ')}`);
  return section;
}
