/** bash's `times`: itself, then its children: `0m0.004s 0m0.002s\n1m8.430s 0m2.101s` → 70.531 */
export function parseTimes(text: string): number {
  const [, children = ''] = text.trim().split('\n');
  const parts = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  return parts.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}
