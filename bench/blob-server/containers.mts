import { createBlob, type Blob } from './blob.mjs';

export interface Container {
  readonly blobs: Map<string, Blob>;
  /** blob name → block id → the body of Put Block */
  readonly staged: Map<string, Map<string, readonly Buffer[]>>;
}

export const createContainer = (): Container => ({ blobs: new Map(), staged: new Map() });

export function stageBlock(
  container: Container,
  { name, id }: { name: string; id: string },
  body: readonly Buffer[],
) {
  const blocks = container.staged.get(name) ?? new Map<string, readonly Buffer[]>();
  container.staged.set(name, blocks.set(id, body));
}

/** False when the list names a block that was never staged. */
export function commitBlocks(container: Container, name: string, list: CommitList): boolean {
  const blocks = list.ids.map((id) => container.staged.get(name)?.get(id));
  if (!blocks.every((block) => block !== undefined)) return false;
  container.staged.delete(name);
  container.blobs.set(name, createBlob(blocks.flat(), list.metadata));
  return true;
}

export interface CommitList {
  readonly ids: readonly string[];
  readonly metadata: Blob['metadata'];
}
