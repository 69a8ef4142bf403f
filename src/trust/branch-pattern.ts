/** Whether a branch is one of those that the patterns name: `*` stands for a part of a segment, `**` for any segments. */
export function matchesBranch(patterns: readonly string[], branch: string): boolean {
  return patterns.some((pattern) => toRegExp(pattern).test(branch));
}

/** `release/*` → `^release\/[^/]*$` */
function toRegExp(pattern: string): RegExp {
  const source = pattern.replace(/\*\*|\*|[^*]+/g, (part) => stars[part] ?? escape(part));
  return new RegExp(`^${source}$`, 's');
}

const stars: Readonly<Record<string, string>> = { '**': '.*', '*': '[^/]*' };

const escape = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
