import type { BlobMetadata } from '../../../src/blob/blob-store.js';

/** One blob that a lookup finds. */
export interface HostileCase {
  /** how it was made, e.g. `tar header, digest made anew` */
  readonly name: string;
  readonly body: Buffer;
  readonly metadata: BlobMetadata;
  /** bytes of the body that come at a time */
  readonly chunk: number;
  /** whether the run asks for signatures */
  readonly isSigned: boolean;
  /** the only allowed result; undefined when the author of the blob could choose it */
  readonly only: Content | undefined;
}

/** The contents of an artifact. */
export interface Content {
  readonly code: number;
  readonly terminalOutput: string;
  /** as `snapshot` sees them */
  readonly outputs: Readonly<Record<string, string>>;
}
