/**
 * The matrix of faults: `npm run test:faults -- [--size ci|full] [--only <regular expression>] [--seed <number>]`
 *
 * Prints the counted kind and the seconds of each fault in each operation; fails for a bad cell.
 */
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';
import { columns } from './columns.js';
import { faultRows } from './fault-rows.js';
import { boundOf, isPossible, nameOf, type Cell } from './cell.js';
import { play } from './play.js';
import { printMatrix } from './print-matrix.js';
import { isBad, runCell, type CellResult } from './run-cell.js';
import { startMatrixServices, type MatrixServices } from './matrix-services.js';

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: 'full' },
    only: { type: 'string', default: '' },
    seed: { type: 'string', default: '1' },
  },
});
const everyInCi = 8;
/** Most of a cell is waiting. */
const atATime = 6;

const started = performance.now();
const services = await startMatrixServices();
const results = await runAll(chosenCells(), services).finally(() => services.close());
report(results);

function chosenCells(): Cell[] {
  const all = (['always', 'once'] as const).flatMap((times, k) =>
    faultRows.flatMap((row, i) =>
      columns.map((column, j) => ({ cell: { row, column, times }, diagonal: i + j + 3 * k })),
    ),
  );
  return all
    .filter(({ diagonal }) => options.size === 'full' || (diagonal + Number(options.seed)) % everyInCi === 0)
    .map(({ cell }) => cell)
    .filter((cell) => isPossible(cell) && new RegExp(options.only).test(nameOf(cell)));
}

async function runAll(cells: readonly Cell[], services: MatrixServices): Promise<CellResult[]> {
  const without = { azure: undefined, env: {} };
  const baselines = {
    small: await play({ artifacts: 'small', lookups: true }, services, without),
    large: await play({ artifacts: 'large', lookups: true }, services, without),
  };
  const limit = pLimit(atATime);
  const playCell = (cell: Cell) => runCell(cell, services, baselines[cell.column.artifacts]);
  const results = await Promise.all(cells.map((cell) => limit(() => playCell(cell))));
  const settled: CellResult[] = [];
  for (const result of results) settled.push(isOnlySlow(result) ? await playAgain(result, playCell) : result);
  return settled;
}

function isOnlySlow({ tooSlow, problems }: CellResult): boolean {
  return tooSlow && problems.length === 0;
}

/** Alone: the other cells may have made it slow. */
function playAgain(result: CellResult, playCell: (cell: Cell) => Promise<CellResult>): Promise<CellResult> {
  console.log(`again, alone: ${nameOf(result.cell)} was ${result.slower.toFixed(1)} s slower`);
  return playCell(result.cell);
}

function explain({ cell, problems, slower, stderr }: CellResult): void {
  const reasons = [...problems, `${slower.toFixed(1)} s slower, bound ${boundOf(cell)} s`];
  console.log(`BAD ${nameOf(cell)}: ${reasons.join('; ')}\n${stderr}`);
}

function report(results: readonly CellResult[]): void {
  for (const times of ['always', 'once'] as const) {
    const some = results.filter(({ cell }) => cell.times === times);
    const title =
      times === 'always' ? 'Every request of the operation' : 'Only the first request of the operation';
    console.log(`\n### ${title}\n\n${printMatrix(faultRows, columns, some)}`);
  }
  const bad = results.filter(isBad);
  bad.forEach(explain);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`\n${results.length} cells, ${bad.length} bad, seed ${options.seed}, ${seconds} s`);
  if (bad.length > 0) process.exitCode = 1;
}
