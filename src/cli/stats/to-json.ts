import { version } from '../../../package.json';
import type { Census } from './census.js';
import { artifactsOf } from './print-census.js';

/** The figures for machines (docs/operations.md). */
export function toJson(found: readonly Census[]): string {
  return `${JSON.stringify({ version, containers: found.map(toFigures) }, undefined, 2)}\n`;
}

function toFigures(census: Census): object {
  const { container, account, groups, ages, records, foreign } = census;
  const scopes = [...groups].map(([scope, group]) => ({
    ...{ scope, scopes: group.scopes.size, count: group.count, bytes: group.bytes },
    oldest: new Date(group.oldest).toISOString(),
    newest: new Date(group.newest).toISOString(),
  }));
  const total = artifactsOf(census);
  return { container, account, total, scopes, ages, runRecords: records, foreign };
}
