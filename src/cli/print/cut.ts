/** So much of a text as has room; what is missing shows as `…`. */
export function cut(text: string, longest = Infinity): string {
  return text.length <= longest ? text : `${text.slice(0, Math.max(longest - 1, 0))}…`;
}
