import type { JsonObject } from '../../nx/json.js';

/** The mode that `read` and `write` of an nx-remotecache-* runner stand for; undefined for the default. */
export function toCacheMode(options: JsonObject): 'read-only' | 'no-cache' | undefined {
  const [read, write] = [isOn(options['read']), isOn(options['write'])];
  if (!read) return 'no-cache';
  return write ? undefined : 'read-only';
}

/** What there is no mode for: to write without reading. */
export const onlyWrites = (options: JsonObject): boolean => !isOn(options['read']) && isOn(options['write']);

/** As nx-remotecache-custom sees it: on, unless it is said. */
const isOn = (option: unknown) => Boolean(option ?? true);
