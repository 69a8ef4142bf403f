import type { JsonEdit } from '../json/edit-json.js';

/** What one migration found and does; plain data, so that nothing is written before all have looked. */
export interface Migration {
  /** what the workspace used, e.g. `nx-remotecache-azure` */
  readonly from: string;
  readonly nxJson: readonly JsonEdit[];
  /** what goes from package.json */
  readonly packages: readonly string[];
  /** Whether the workspace uses this package from now on. */
  readonly moves: boolean;
  /** What went, and what became of it. */
  readonly notes: readonly string[];
  /** What the user has to do, in this order. */
  readonly todo: readonly string[];
}
