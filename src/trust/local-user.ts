import { userInfo } from 'node:os';

/** Who works on this machine. A container may run as a user that has no name. */
export function localUser(info: () => { username: string } = userInfo): string {
  try {
    return info().username;
  } catch {
    return `uid ${process.getuid?.() ?? ''}`.trim();
  }
}
