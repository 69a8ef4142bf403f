import type { Tool } from '../config/entra.js';
import { docsPage } from '../docs-page.js';
import { toolNames, type ToolRun } from './watch-tools.js';

/** Why a sign-in failed, as a sentence; of kind `credential` unless it says otherwise. */
export interface SignInProblem {
  readonly kind?: 'credential' | 'network';
  readonly message: string;
}

/** A tool that is there, and fails for another reason than that nobody is signed in. */
export function toolProblem({ tool, end, errors }: ToolRun): SignInProblem | undefined {
  // Azure PowerShell says in many ways that it is not installed or not signed in.
  if (tool === 'pwsh' || !end || end.code === 0 || isAbsent(end.code, errors)) return undefined;
  const [name, ask] = [toolNames[tool], questions[tool]];
  if (end.code === 127 || interpreter.test(errors))
    return { message: `${name} does not start: what it runs on is missing; install it anew` };
  if (end.code === 126 || forbidden.test(errors))
    return {
      message: `${name} may not be used here: a sandbox, or the rights of a file, is in the way; let this process run it and read its folder, or sign in otherwise (${docsPage('credentials.md')})`,
    };
  if (offline.test(errors))
    return {
      kind: 'network',
      message: `${name} could not reach Entra ID; check the network, the proxy and its certificate: ${ask}`,
    };
  const how =
    end.code === null ? 'was ended before it gave a token' : `gave no token (exit code ${end.code})`;
  return { message: `${name} ${how}; see what it says to: ${ask}` };
}

/** A shell ends with 127 for a tool that is not installed, and for one whose Python is not. */
const isAbsent = (code: number | null, errors: string) =>
  absent.test(errors) || (code === 127 && !interpreter.test(errors));
const interpreter = /\/python[\d.]*\b|bad interpreter/;

/** How a person asks the tool for the same token. */
const questions: Record<Exclude<Tool, 'pwsh'>, string> = {
  az: 'az account get-access-token --resource https://storage.azure.com',
  azd: 'azd auth token --scope https://storage.azure.com/.default',
};

/**
 * Not installed, or nobody is signed in (azure/cli/core/_profile.py; azd, pkg/auth/manager.go). The shell of Windows says
 * the first in the language of the system, in each with the name of the tool in quotes.
 */
const absent =
  /: (command )?not found|is not recognized|(['"])azd?\2|run 'az login' to setup account|not logged in/i;
/** Python's, Node's and the shell's words for what the system does not allow. */
const forbidden = /permission denied|operation not permitted|read-only file system|access is denied/i;
/** Of requests and urllib3, which the Azure CLI is made with, and of Go. */
const offline =
  /HTTPSConnectionPool|Max retries exceeded|ConnectionError|Connection aborted|CERTIFICATE_VERIFY_FAILED|ProxyError|no such host|dial tcp/;
