import { pass, type Check } from '../check.js';
import { placesBy } from '../setup.js';
import { testBlobName } from '../test-blob.js';
import { configuration } from './configuration.js';
import { credential } from './credential.js';
import { endpoint } from './endpoint.js';

/** Each container answers and can be read: the lookup of a blob that does not exist is a miss, not an error. */
export const container: Check = {
  title: 'Container',
  needs: [configuration, endpoint, credential],
  run(setup) {
    const { config, access } = setup.resolve();
    return Promise.all(
      placesBy('container', access).map(async (place) => {
        const started = setup.clock();
        await setup.store(place).download(testBlobName(place, config.prefix));
        return pass(`"${place.container}" can be read (${Math.round(setup.clock() - started)} ms)`);
      }),
    );
  },
};
