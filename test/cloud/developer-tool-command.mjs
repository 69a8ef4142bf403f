import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The command that the stand-in for a tool runs: see developer-tool.ts.
 *
 * @param {'azd' | 'pwsh'} tool
 * @param {string} folder where its behavior and the log of its calls are
 */
export async function runTool(tool, folder) {
  const args = process.argv.slice(2);
  // By this `@azure/identity` finds out whether there is a PowerShell.
  if (tool === 'pwsh' && args[0] === '/?') return;
  appendFileSync(join(folder, 'calls'), `${JSON.stringify({ pid: process.pid, args })}\n`);
  const { token, stderr, delay = 0 } = JSON.parse(readFileSync(join(folder, 'behavior'), 'utf8'));
  await sleep(delay);
  if (token !== undefined && isRequest[tool](args)) process.stdout.write(JSON.stringify(answer[tool](token)));
  else {
    process.stderr.write(stderr ?? `not known: ${args.join(' ')}\n`);
    process.exitCode = 1;
  }
}

/** learn.microsoft.com/azure/developer/azure-developer-cli/reference#azd-auth-token; powershell/module/az.accounts/get-azaccesstoken */
const isRequest = {
  azd: (args) => args.slice(0, 4).join(' ') === 'auth token --output json',
  pwsh: (args) => args[2] === '-Command' && args[3].includes('Get-AzAccessToken'),
};

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
/** azd itself, and PowerShell's answer as the script of `@azure/identity` prints it (azurePowerShellCredential.js). */
const answer = {
  azd: (token) => ({ token, expiresOn: inAnHour() }),
  pwsh: (Token) => ({ ExpiresOn: inAnHour(), Token }),
};
