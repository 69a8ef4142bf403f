import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, type Stats } from 'node:fs';

/** Throws unless a folder is one, is no link, and belongs to this user alone. */
export function assertPrivateFolder(folder: string): void {
  const stats = lstatSync(folder);
  if (!stats.isDirectory() || !isPrivate(stats)) throw new Error(`${folder} is not of this user alone`);
}

const longest = 65_536;

/** The content of a small file that belongs to this user alone. Throws for everything else, also for a link or a pipe. */
export function readPrivateFile(file: string): string {
  // Windows has neither flag.
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants as Partial<typeof constants>;
  const descriptor = openSync(file, (O_RDONLY ?? 0) | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || stats.size > longest || !isPrivate(stats))
      throw new Error(`${file} is not of this user alone`);
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

/** Windows has no such bits: there the folder of the user's profile is as private as the system makes it. */
const isPrivate = ({ uid, mode }: Stats) =>
  process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0);
