import { pass, type Findings } from '../check.js';
import { placesBy, type Setup } from '../setup.js';
import { testBlobName } from '../test-blob.js';

/** Checks that each container can be read: the lookup of a blob that does not exist is a miss, not an error. */
export function checkContainer(setup: Setup): Promise<Findings> {
  const { config, access } = setup.resolve();
  return Promise.all(
    placesBy('container', access).map(async (place) => {
      const started = setup.clock();
      await setup.store(place).download(testBlobName(place, config.prefix));
      return pass(`"${place.container}" can be read (${Math.round(setup.clock() - started)} ms)`);
    }),
  );
}
