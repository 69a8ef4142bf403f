import type { Check } from './check.js';
import { checkClock } from './checks/clock.js';
import { checkConfiguration } from './checks/configuration.js';
import { checkContainer } from './checks/container.js';
import { checkCredential } from './checks/credential.js';
import { checkEndpoint } from './checks/endpoint.js';
import { checkLicense } from './checks/license.js';
import { checkMode } from './checks/mode.js';
import { checkPackage } from './checks/package.js';
import { checkPoisoning } from './checks/poisoning.js';
import { checkPrecedence } from './checks/precedence.js';
import { checkProxy } from './checks/proxy.js';
import { checkRights } from './checks/rights.js';
import { checkScopes } from './checks/scopes.js';
import { checkSignatures } from './checks/signatures.js';
import { checkSigningKey } from './checks/signing-key.js';
import { checkSpeed } from './checks/speed.js';
import { checkVersions } from './checks/versions.js';

/** In the order in which they run: from this machine to the container, and how it is used. */
export const checks: readonly Check[] = [
  { title: 'Package', run: checkPackage },
  { title: 'Versions', run: checkVersions },
  { title: 'Shadowing', run: checkPrecedence },
  { title: 'Configuration', run: checkConfiguration },
  { title: 'Mode', run: checkMode, needs: ['Configuration'] },
  { title: 'License', run: checkLicense, needs: ['Configuration'] },
  { title: 'Proxy', run: checkProxy, needs: ['Configuration'] },
  { title: 'Endpoint', run: checkEndpoint, needs: ['Configuration', 'Proxy'] },
  { title: 'Clock', run: checkClock, needs: ['Configuration', 'Endpoint'] },
  { title: 'Credential', run: checkCredential, needs: ['Configuration'] },
  { title: 'Container', run: checkContainer, needs: ['Configuration', 'Endpoint', 'Credential'] },
  { title: 'Rights', run: checkRights, needs: ['Configuration', 'Credential', 'Container'] },
  { title: 'Speed', run: checkSpeed, needs: ['Configuration', 'Credential', 'Container'] },
  { title: 'Scopes', run: checkScopes, needs: ['Configuration'] },
  { title: 'Signatures', run: checkSignatures, needs: ['Configuration'] },
];

/** For `--trust`: they try what an attacker would. */
export const attacks: readonly Check[] = [
  { title: 'Poisoning', run: checkPoisoning, needs: ['Configuration', 'Credential', 'Container'] },
  { title: 'Signing key', run: checkSigningKey, needs: ['Configuration'] },
];
