import { isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';

/** A key of a map, as it stands in the file. */
export function keyAt(map: YAMLMap, key: string): Node | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key)?.key as Node | undefined;
}

/** The value of a key, as it stands in the file. */
export function nodeAt(map: YAMLMap, key: string): Node | undefined {
  const value: unknown = map.items.find((pair) => isScalar(pair.key) && pair.key.value === key)?.value;
  return (value ?? undefined) as Node | undefined;
}

/** The value of a key, when it is a map. */
export function mapAt(map: YAMLMap, key: string): YAMLMap | undefined {
  const value = nodeAt(map, key);
  return isMap(value) ? value : undefined;
}

/** The value of a key, when it is a text. */
export function textAt(map: YAMLMap, key: string): string | undefined {
  return textOf(nodeAt(map, key));
}

/** A text. */
export function textOf(node: unknown): string | undefined {
  return isScalar(node) && typeof node.value === 'string' ? node.value : undefined;
}

/** The items of a list. */
export function itemsOf(node: unknown): Node[] {
  return isSeq(node) ? (node.items as Node[]) : [];
}

/** The items of a list that are maps. */
export function mapsIn(node: unknown): YAMLMap[] {
  return itemsOf(node).filter((item) => isMap(item));
}

/** The maps below the keys of a map, with their keys. */
export function namedMaps(map: YAMLMap | undefined): [string, YAMLMap][] {
  return (map?.items ?? []).flatMap(({ key, value }): [string, YAMLMap][] =>
    isScalar(key) && isMap(value) ? [[String(key.value), value]] : [],
  );
}

/** The names of the keys of a map. */
export function keysOf(map: YAMLMap): string[] {
  return map.items.map(({ key }) => (isScalar(key) ? String(key.value) : ''));
}

/** Whether lines can be put into a value that is there: not into `{ a: b }`, `[a]`, a text, or nothing after a colon. */
export function isBlock(node: Node): boolean {
  return (isMap(node) || isSeq(node)) && node.flow !== true;
}
