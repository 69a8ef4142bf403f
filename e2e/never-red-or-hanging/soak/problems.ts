import type { Stock } from './soak.js';

const mebibyte = 1024 * 1024;

/** The resources that a process accumulated between two samples, as sentences; empty without growth. */
export function problemsOf(before: Stock, after: Stock, mostGrowth: number): string[] {
  const growth = (after.rss - before.rss) / mebibyte;
  return [
    ...(growth > mostGrowth ? [`${growth.toFixed(1)} MiB more memory`] : []),
    ...counted
      .filter((name) => after[name] > before[name])
      .map((name) => `${after[name]} ${name} instead of ${before[name]}`),
    ...(after.resources === before.resources ? [] : [`${after.resources} instead of ${before.resources}`]),
    ...after.leftovers.map((name) => `${name} is left`),
  ];
}

const counted = ['files', 'sockets', 'descriptors', 'threads'] as const;
