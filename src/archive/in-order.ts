/** Enough for both cores of a small runner; each one more costs memory for two pieces. */
const AT_ONCE = 2;

/** Works on up to two items at once, and gives the results in the order of the items. */
export async function* inOrder<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  for await (const item of items) {
    running.push(started(work(item)));
    for (const oldest of running.splice(0, running.length - AT_ONCE + 1)) yield await oldest;
  }
  for (const result of running) yield await result;
}

/** A failure is seen when its turn comes; until then it must not count as unhandled. */
function started<R>(result: Promise<R>): Promise<R> {
  result.catch(() => undefined);
  return result;
}
