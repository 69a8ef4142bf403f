import type { Column } from './columns.js';
import type { FaultRow } from './fault-rows.js';
import { isBad, type CellResult } from './run-cell.js';

/** The matrix as a Markdown table: each cell contains the counted kind of the fault, and its seconds. */
export function printMatrix(
  rows: readonly FaultRow[],
  columns: readonly Column[],
  results: readonly CellResult[],
): string {
  const header = ['fault', ...columns.map(({ name, warm }) => `${name}, ${warm ? 'warm' : 'cold'}`)];
  const lines = rows
    .filter((row) => results.some(({ cell }) => cell.row === row))
    .map(({ name }) => [name, ...columns.map((column) => show(find(results, name, column)))]);
  return [header, header.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const find = (results: readonly CellResult[], row: string, column: Column) =>
  results.find(({ cell }) => cell.row.name === row && cell.column === column);

function show(result: CellResult | undefined): string {
  if (result === undefined) return '·';
  const { kind, slower } = result;
  return `${isBad(result) ? 'BAD ' : ''}${kind} ${Math.max(slower, 0).toFixed(1)}`;
}
