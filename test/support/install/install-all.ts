import pLimit from 'p-limit';

interface Install {
  /** the same for all that fill the same folder */
  readonly name: string;
  readonly install: () => Promise<unknown>;
}

/** Each name once, a few at a time: an install waits for the network most of its time. */
export async function installAll(installs: readonly Install[]): Promise<void> {
  const limit = pLimit(4);
  const byName = new Map(installs.map(({ name, install }) => [name, install]));
  await Promise.all([...byName.values()].map((install) => limit(install)));
}
