import type { ScopeAccess } from '../../../trust/access.js';
import { pass, type Check } from '../check.js';
import { probeName } from '../probe-name.js';
import { placesBy, type Setup } from '../setup.js';
import { configuration } from './configuration.js';
import { credential } from './credential.js';
import { endpoint } from './endpoint.js';

/** Each container answers, and may be read: asked for a blob that is not there it says just that. */
export const container: Check = {
  title: 'Container',
  needs: [configuration, endpoint, credential],
  async run(setup) {
    const places = placesBy('container', setup.resolve().access);
    const times = await Promise.all(places.map((place) => timeLookup(setup, place)));
    return places.map((place, index) =>
      pass(`"${place.container}" answers, and may be read (${times[index] ?? 0} ms)`),
    );
  },
};

async function timeLookup(setup: Setup, place: ScopeAccess): Promise<number> {
  const store = setup.store(place);
  const started = performance.now();
  await store.download(probeName(place, setup.resolve().config.prefix));
  return Math.round(performance.now() - started);
}
