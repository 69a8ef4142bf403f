import { openContainers, findWorkspace } from '../container/workspace.js';
import type { Host } from '../host.js';
import { plural } from '../../format.js';
import { aggregate } from './runs/aggregate.js';
import { printRuns } from './runs/print-runs.js';
import { readRecords } from './runs/read-records.js';
import { toJson } from './runs/to-json.js';

export interface RunsOptions {
  /** how far back, ms */
  readonly since: number;
  readonly json?: true | undefined;
}

/** `stats --runs`: what runs did with the cache, by the records that they left in the containers. */
export async function statsOfRuns({ since: age, json }: RunsOptions, host: Host): Promise<void> {
  const until = Date.now();
  const span = { since: until - age, until };
  const workspace = findWorkspace(host);
  const { prefix } = workspace.config;
  const containers = await openContainers(workspace);
  const found = await Promise.all(
    containers.map(({ inventory }) => readRecords({ inventory, prefix }, span.since)),
  );
  const statistics = aggregate(
    found.flatMap(({ records }) => records),
    span,
  );
  const unreadable = found.reduce((sum, each) => sum + each.unreadable, 0);
  host.out.write(json ? toJson(statistics, span, unreadable) : printRuns(statistics, host.out));
  if (unreadable > 0 && !json)
    host.err.write(`${plural(unreadable, 'blob')} among the records could not be read as one\n`);
}
