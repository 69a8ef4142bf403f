import type { Check } from './check.js';
import { configuration } from './checks/configuration.js';
import { container } from './checks/container.js';
import { credential } from './checks/credential.js';
import { keyInReach } from './checks/key-in-reach.js';
import { mode } from './checks/mode.js';
import { ownScope } from './checks/own-scope.js';
import { poisoning } from './checks/poisoning.js';
import { scopes } from './checks/scopes.js';
import { signatures } from './checks/signatures.js';

/** In the order in which they are made. */
export const checks: readonly Check[] = [configuration, mode, credential, container, scopes, signatures];

/** What an attacker would try. */
export const attacks: readonly Check[] = [poisoning, ownScope, keyInReach];
