/** Maps with up to `parallel` calls under way and yields the results in the order of the items. */
export async function* mapInOrder<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  parallel: number,
  map: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const underWay: Promise<R>[] = [];
  for await (const item of items) {
    const result = map(item);
    // It is awaited only when its turn comes; until then a failure must not be "unhandled".
    result.catch(() => undefined);
    underWay.push(result);
    const next = underWay.length < parallel ? undefined : underWay.shift();
    if (next) yield await next;
  }
  for (const result of underWay) yield await result;
}
