import type { Site } from '../site.mjs';
import type { Tool } from './tool.mjs';

/** A way to share what was built, or the limit that the others of its family are compared with. */
export interface Subject {
  readonly name: string;
  /** Subjects on the same tool and Node; each family has a limit. */
  readonly family: string;
  readonly tool: Tool;
  /** A folder with the `node_modules` of its workspaces. */
  readonly install: () => Promise<string>;
  /** Absent for a limit. */
  readonly remote?: (site: Site) => Promise<Remote>;
}

/** What a run needs to know of a remote cache that is ready. */
export interface Remote {
  readonly env: Readonly<Record<string, string>>;
  /** Goes into the tool's own configuration. */
  readonly config?: object;
  readonly close?: () => Promise<void>;
}
