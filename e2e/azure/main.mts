import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runAz } from './az-cli.js';
import { deploySite } from './deploy-site.js';
import { findSubscription } from './find-subscription.js';
import { createRemovals } from './removals.js';
import { siteVariable, type Site } from './site.js';

/**
 * The conformance suite and the exploits against real storage accounts, in a separate resource group: CONTRIBUTING.md lists
 * the requirements. `npm run test:azure -- --location northeurope`
 */
const { values } = parseArgs({ options: { location: { type: 'string', default: 'westeurope' } } });

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  return 1;
});

async function main(): Promise<number> {
  const subscription = await findSubscription(runAz);
  const id = randomBytes(4).toString('hex');
  const removals = createRemovals();
  process.stdout.write(
    `As ${subscription.user} in "${subscription.name}": the resource group nx-azure-cache-test-${id} in ${values.location}\n`,
  );
  // Ctrl-C ends az and the suites, which are in the same process group; the resources are removed all the same.
  process.on('SIGINT', () => process.stdout.write('Removing what was made; this takes some minutes.\n'));
  const deployed = deploySite(runAz, { subscription, location: values.location, id, removals });
  const code = await deployed.then(runSuites).catch((error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`);
    return 1;
  });
  const left = await removals.run();
  if (left.length === 0) return code;
  process.stderr.write(`Not removed; do it by hand:\n${left.join('\n')}\n`);
  return 1;
}

async function runSuites(site: Site): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'nx-azure-cache-site-'));
  const file = join(folder, 'site.json');
  writeFileSync(file, JSON.stringify(site), { mode: 0o600 });
  try {
    const child = spawn('npx', ['vitest', 'run', '--project', 'azure'], {
      stdio: 'inherit',
      env: { ...process.env, [siteVariable]: file },
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
