/** A header and its data, as they appear in a tar. */
export interface TarEntry {
  /** as it stands in the header */
  readonly type: string;
  readonly header: Buffer;
  readonly content: Buffer;
  readonly padding: Buffer;
}

/** Cuts an honest tar; the two empty blocks of its end count as entries. */
export function cutEntries(tar: Buffer): TarEntry[] {
  const entries: TarEntry[] = [];
  for (let from = 0; from < tar.length;) {
    const header = tar.subarray(from, from + 512);
    const size = Number.parseInt(header.toString('latin1', 124, 135), 8) || 0;
    const content = tar.subarray(from + 512, from + 512 + size);
    const padding = tar.subarray(from + 512 + size, from + 512 + size + (-size & 511));
    entries.push({ type: header.toString('latin1', 156, 157), header, content, padding });
    from += 512 + content.length + padding.length;
  }
  return entries;
}
