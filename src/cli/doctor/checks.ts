import type { Check } from './check.js';
import { clock } from './checks/clock.js';
import { configuration } from './checks/configuration.js';
import { container } from './checks/container.js';
import { credential } from './checks/credential.js';
import { endpoint } from './checks/endpoint.js';
import { keyInReach } from './checks/key-in-reach.js';
import { license } from './checks/license.js';
import { mode } from './checks/mode.js';
import { packageCheck } from './checks/package.js';
import { poisoning } from './checks/poisoning.js';
import { precedence } from './checks/precedence.js';
import { proxy } from './checks/proxy.js';
import { rights } from './checks/rights.js';
import { scopes } from './checks/scopes.js';
import { signatures } from './checks/signatures.js';
import { speed } from './checks/speed.js';
import { versions } from './checks/versions.js';

/** In the order in which they run: from this machine to the container, and how it is used. */
export const checks: readonly Check[] = [
  packageCheck,
  versions,
  precedence,
  configuration,
  mode,
  license,
  proxy,
  endpoint,
  clock,
  credential,
  container,
  rights,
  speed,
  scopes,
  signatures,
];

/** For `--trust`: they try what an attacker would. */
export const attacks: readonly Check[] = [poisoning, keyInReach];
