import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isAlive } from '../support/is-alive.js';

/** The behavior of a tool: it prints a token, or fails with a message. */
export interface ToolBehavior {
  readonly token?: string;
  readonly stderr?: string;
  /** ms before it answers */
  readonly delay?: number;
}

/** A stand-in for the Azure Developer CLI or for Azure PowerShell, with a signed-in user. */
export interface DeveloperTool {
  /** with nothing else on the PATH that gives tokens */
  readonly variables: Readonly<{ PATH: string; HOME: string }>;
  /** the arguments of each start so far that was to give a token */
  readonly calls: () => string[][];
  /** Ends the running processes. */
  readonly close: () => void;
}

/** Writes an executable into a folder, and the session of the tool into a home. */
export function createTool(tool: 'azd' | 'pwsh', folder: string, behavior: ToolBehavior): DeveloperTool {
  const [bin, home] = [join(folder, 'bin'), join(folder, 'home')];
  const session = join(home, sessions[tool]);
  for (const each of [bin, join(session, '..')]) mkdirSync(each, { recursive: true });
  writeFileSync(session, '{}');
  writeFileSync(join(folder, 'behavior'), JSON.stringify(behavior));
  const script = join(folder, 'run.mjs');
  const call = `await runTool('${tool}', ${JSON.stringify(folder)});`;
  writeFileSync(script, `import { runTool } from ${JSON.stringify(command)};\n${call}\n`);
  writeFileSync(join(bin, tool), `#!/bin/sh\n"${process.execPath}" "${script}" "$@"\nexit $?\n`);
  chmodSync(join(bin, tool), 0o755);
  const starts = () => startsOf(folder);
  return {
    variables: { PATH: bin, HOME: home },
    calls: () => starts().map(({ args }) => args),
    close: () => {
      for (const { pid } of starts()) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    },
  };
}

const command = pathToFileURL(join(import.meta.dirname, 'developer-tool-command.mjs')).href;
/** azd, pkg/auth/manager.go; learn.microsoft.com/powershell/azure/context-persistence */
const sessions = { azd: '.azd/auth.json', pwsh: '.Azure/AzureRmContext.json' };

function startsOf(folder: string): { pid: number; args: string[] }[] {
  try {
    const lines = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line) as { pid: number; args: string[] });
  } catch {
    return [];
  }
}

/** The tools' messages on stderr without a token. */
export const toolSays = {
  /** azd, pkg/auth/manager.go */
  azdSignedOut: 'ERROR: not logged in, run `azd auth login` to login\n',
  /** Az.Accounts, which `@azure/identity` looks for (azurePowerShellCredential.js) */
  pwshSignedOut: 'Get-AzAccessToken: Run Connect-AzAccount to login.\n',
  /** learn.microsoft.com/entra/identity-platform/reference-error-codes */
  expired:
    'AADSTS70043: The refresh token has expired or is invalid due to sign-in frequency checks. Trace ID: 0\n',
} as const;
