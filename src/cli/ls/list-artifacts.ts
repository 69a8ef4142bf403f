import { toEntry, type Artifact, type Entry } from '../container/entry.js';
import { folderOf, matchesScope } from '../container/scope-pattern.js';
import type { OpenContainer } from '../container/workspace.js';

/** The artifacts of some scopes, with who made them, a page after the other. */
export async function* listArtifacts(
  containers: readonly OpenContainer[],
  { scope, prefix }: { readonly scope: string | undefined; readonly prefix: string },
): AsyncGenerator<readonly Artifact[]> {
  for (const { inventory } of containers) {
    for await (const page of inventory.list({ prefix: folderOf(scope, prefix), metadata: true })) {
      yield page
        .map((blob) => toEntry(blob, prefix))
        .filter(isArtifact)
        .filter((artifact) => matchesScope(scope, artifact.scope));
    }
  }
}

const isArtifact = (entry: Entry): entry is Artifact => entry.kind === 'artifact';
