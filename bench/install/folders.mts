import { installOurs, installOwn, installPackages } from './install.mjs';

const afternoon = new URL('../peers/afternoon', import.meta.url).pathname;
const bare = new URL('../peers/bare', import.meta.url).pathname;
const folder = new URL('../peers/folder', import.meta.url).pathname;

/** The installation folders of the subjects; each folder is created on first use. */
export const folders = {
  nx: (line: NxLine) => () => installPackages(`nx-${line}`, [`nx@^${line}`]),
  ours: (line: NxLine, tarball: string) => () => installOurs(`nx-${line}-ours`, [`nx@^${line}`], tarball),
  afternoon: () =>
    installOwn(
      'afternoon',
      ['nx@^24', '@azure/storage-blob@~12.32.0', '@azure/identity@~4.13.1', 'tar@^7'],
      afternoon,
    ),
  bare: () => installOwn('bare', ['nx@^24'], bare),
  folder: () => installOwn('folder', ['nx@^24'], folder),
  turbo: () => installPackages('turbo', ['turbo@^2']),
  turboServer: () => installPackages('turborepo-remote-cache', ['turborepo-remote-cache@^2']),
  lage: () => installPackages('lage', ['lage@^2']),
  remotecacheAzure: () => installPackages('nx-remotecache-azure', ['nx@^20', 'nx-remotecache-azure@^20']),
};

export type NxLine = '20' | '24';
