import { profiles } from '../network/profiles.mjs';
import { Distances } from '../site.mjs';
import type { Connect, Remote, Setting } from './subject.mjs';

/** Gives the work an empty container with the remote cache, at the distance of the setting. */
export async function onSite<T>(
  { storage, network, scratch }: Setting,
  connect: Connect | undefined,
  work: (remote: Remote | undefined, storageUrl: string) => Promise<T>,
): Promise<T> {
  const distances = new Distances();
  const container = await storage.emptyContainer();
  const distant = (port: number) => distances.distant(network, port);
  const roundTrip = profiles[network]?.rtt ?? 0;
  const remote = await connect?.({ container, storagePort: storage.port, scratch, roundTrip, distant });
  try {
    return await work(
      remote,
      `http://127.0.0.1:${await distant(storage.port)}/devstoreaccount1/${container}`,
    );
  } finally {
    await remote?.close?.();
    await distances.close();
  }
}
