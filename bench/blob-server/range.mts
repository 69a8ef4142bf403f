interface Range {
  readonly partial: boolean;
  readonly start: number;
  /** exclusive */
  readonly end: number;
}

/** `bytes=0-8388607` → `{ start: 0, end: 8388608 }`; a range over the end is cut, one that starts there is refused. */
export function parseRange(header: string | string[] | undefined, size: number): Range | 'unsatisfiable' {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(String(header ?? '')) ?? [];
  if (first === undefined) return { partial: false, start: 0, end: size };
  const start = Number(first);
  if (start >= size) return 'unsatisfiable';
  return { partial: true, start, end: last ? Math.min(Number(last) + 1, size) : size };
}
