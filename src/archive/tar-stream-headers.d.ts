/** The part of tar-stream's header codec that is used here; the package brings no types. */
declare module 'tar-stream/headers' {
  interface Header {
    readonly name: string;
    readonly type: string | null;
    readonly mode: number;
    readonly size: number;
    readonly linkname?: string | null;
  }

  /** `null` when the name or the link needs a PAX record */
  export function encode(header: Header & { uid: number; gid: number; mtime: Date }): Buffer | null;
  /** `null` for an empty header; throws for a wrong checksum or an unknown format */
  export function decode(block: Buffer): Header | null;
  export function encodePax(records: {
    name?: string | undefined;
    linkname?: string | undefined;
    pax?: Record<string, string>;
  }): Buffer;
  /** Stops silently at the first damaged record. */
  export function decodePax(body: Buffer): Record<string, string>;
}
