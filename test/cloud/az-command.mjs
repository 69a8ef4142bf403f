import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setInterval } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The command that the stand-in for the Azure CLI runs: see az.ts.
 *
 * @param {string} folder where its behavior and the log of its calls are
 */
export async function runAz(folder) {
  const args = process.argv.slice(2);
  appendFileSync(join(folder, 'az.calls'), `${JSON.stringify({ pid: process.pid, args })}\n`);
  const behavior = JSON.parse(readFileSync(join(folder, 'az.behavior'), 'utf8'));
  if (behavior.kind === 'hangs') setInterval(() => undefined, 2 ** 30);
  else {
    await sleep(behavior.delay ?? 0);
    answer(behavior, args);
  }
}

function answer(behavior, args) {
  if (behavior.kind === 'session' && args.slice(0, 2).join(' ') === 'account get-access-token') {
    const tenant = optionOf(args, '--tenant') ?? behavior.tenant;
    const token = behavior.tokens[tenant];
    if (token === undefined) fail(1, unknownTenant(tenant));
    else process.stdout.write(toAnswer(token, tenant, behavior.expiresIn ?? 3599));
  } else
    fail(behavior.code ?? 2, behavior.stderr ?? `ERROR: '${args[0]}' is misspelled or not recognized.\n`);
}

function fail(code, stderr) {
  process.stderr.write(stderr);
  process.exitCode = code;
}

const optionOf = (args, name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);

/** learn.microsoft.com/cli/azure/account#az-account-get-access-token; `expires_on` is there since 2.54. */
function toAnswer(accessToken, tenant, expiresIn) {
  const expires = new Date(Date.now() + expiresIn * 1000);
  const expiresOn = expires.toISOString().replace('T', ' ').replace('Z', '000');
  const expires_on = Math.floor(expires.getTime() / 1000);
  return `${JSON.stringify({ accessToken, expiresOn, expires_on, tenant, tokenType: 'Bearer' }, null, 2)}\n`;
}

/** AADSTS90002 (learn.microsoft.com/entra/identity-platform/reference-error-codes), as the CLI passes it on. */
const unknownTenant = (tenant) =>
  `ERROR: AADSTS90002: Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are ` +
  'signing into the correct cloud. Trace ID: 0 Correlation ID: 0 Timestamp: 2025-11-22 12:00:00Z\n' +
  'Run the command below to authenticate interactively; additional arguments may be added as needed:\n' +
  `az logout\naz login --tenant "${tenant}" --scope "https://storage.azure.com/.default"\n`;
