/**
 * Which lines of Node go with which Nx, each line from that version on. The README has the same table.
 *
 * Of Nx: nx.dev/workspace/nx-nodejs-typescript-version-matrix, nrwl/nx#30818 (20.19 from Nx 21 on), nrwl/nx#35623 (26 for
 * Nx 22), nrwl/nx#35591 (no 20 from Nx 23 on). Node 24 with Nx 20 is tested here.
 */
export const nodeForNx = [
  { nx: [20], node: ['20', '22', '24'] },
  { nx: [21], node: ['20.19', '22.12', '24'] },
  { nx: [22], node: ['20.19', '22.12', '24', '26'] },
  { nx: [23, 24], node: ['22.12', '24', '26'] },
] as const;

/** The newest line of Nx that this package was tested with. */
export const newestNx = Math.max(...nodeForNx.flatMap(({ nx }) => nx));

/** The lines of Node for an Nx, when the given one is none of them; undefined when they go together, or nobody knows. */
export function findNodeForNx(nx: string, node: string): string | undefined {
  const row = nodeForNx.find((row) => row.nx.some((line) => line === Number.parseInt(nx)));
  if (!row || row.node.some((line) => isOf(line, node))) return undefined;
  return listNodes(row.node);
}

/** e.g. `22.12+, 24, 26` */
export const listNodes = (lines: readonly string[]): string =>
  lines.map((line) => (line.includes('.') ? `${line}+` : line)).join(', ');

/** Whether a version is of a line, and not older than the line's first one. */
function isOf(line: string, version: string): boolean {
  const [major = 0, minor = 0] = line.split('.').map(Number);
  const [givenMajor, givenMinor = 0] = version.split('.').map(Number);
  return givenMajor === major && givenMinor >= minor;
}
