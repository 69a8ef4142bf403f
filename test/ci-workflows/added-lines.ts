/**
 * The lines that came into a text, all others having stayed as they were and in their order.
 *
 * @throws Error when a line went, moved or changed
 */
export function addedLines(before: string, after: string): string[] {
  const rest = before.split('\n');
  const added = after.split('\n').filter((line) => {
    if (line !== rest[0]) return true;
    rest.shift();
    return false;
  });
  if (rest.length > 0) throw new Error(`gone, moved or changed: ${JSON.stringify(rest[0])}`);
  return added;
}
