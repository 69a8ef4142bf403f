import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';

import type { Tool } from '../../config/entra.js';
import { docsPage } from '../../docs-page.js';
import { endTool } from './end-tool.js';

/** How a tool that was asked for a token fared. */
export interface ToolRun {
  readonly tool: Tool;
  /** undefined while it runs */
  readonly end: { readonly code: number | null } | undefined;
  /** its standard error: may hold anything, and is never printed */
  readonly errors: string;
  /** whether it was ended because it took too long */
  readonly overdue?: boolean;
}

/** For sentences. */
export const toolNames: Record<Tool, string> = {
  az: 'the Azure CLI',
  azd: 'the Azure Developer CLI',
  pwsh: 'Azure PowerShell',
};

const longest = 16_384;
/** ms. A run has gone on long ago; a tool that still runs hangs, and each run would leave one more. */
export const toolLimit = 120_000;

/**
 * Watches the tools that `@azure/identity` starts, by Node's own channel: it passes on too little of what they print. It
 * takes `az login` in an error of the Azure CLI for "not signed in", and the CLI ends most of its errors with that.
 */
export function watchTools(limit = toolLimit): {
  readonly runs: readonly ToolRun[];
  readonly end: () => void;
} {
  const runs: ToolRun[] = [];
  const end = onTool((tool, child) => {
    runs.push(watch(tool, child, limit));
  });
  return { runs, end };
}

/**
 * Hands over each tool that is started from now on.
 *
 * @returns what ends that
 */
export function onTool(take: (tool: Tool, child: ChildProcess) => void): () => void {
  const note = (message: unknown) => {
    const { process: child } = message as { process: ChildProcess };
    child.once('spawn', () => {
      const tool = toolOf(child.spawnargs.join(' '));
      if (tool) take(tool, child);
    });
  };
  subscribe(started, note);
  return () => {
    unsubscribe(started, note);
  };
}

/** nodejs.org/api/diagnostics_channel.html#child-process */
const started = 'child_process';

function toolOf(command: string): Tool | undefined {
  if (/\baz account get-access-token\b/.test(command)) return 'az';
  if (/\bazd auth token\b/.test(command)) return 'azd';
  return /\b(pwsh|powershell)(\.exe)?\b/i.test(command) ? 'pwsh' : undefined;
}

function watch(tool: Tool, child: ChildProcess, limit: number): ToolRun {
  const run: { -readonly [key in keyof ToolRun]: ToolRun[key] } = { tool, end: undefined, errors: '' };
  child.stderr?.on('data', (text: unknown) => {
    run.errors = (run.errors + String(text)).slice(0, longest);
  });
  const endChild = () => {
    endTool(child.pid ?? 0);
    // Where the system does not list processes. Node sends the signal to this child, or to none.
    child.kill('SIGKILL');
  };
  // Not the `processTimeoutInMs` of `@azure/identity`, which ends the shell alone.
  const timer = setTimeout(() => {
    run.overdue = true;
    endChild();
  }, limit).unref();
  // For a command of this package. A worker thread does not learn of the end: see `endTools`.
  process.once('exit', endChild);
  child.once('exit', (code) => {
    run.end = { code };
    clearTimeout(timer);
    process.off('exit', endChild);
  });
  return run;
}

/** Why a sign-in failed, as a sentence; of kind `credential` unless it says otherwise. */
export interface SignInProblem {
  readonly kind?: 'credential' | 'network';
  readonly message: string;
}

/** What is wrong with a tool that is installed, and fails for another reason than that nobody is signed in. */
export function toolProblem({ tool, end, errors }: ToolRun): SignInProblem | undefined {
  // Azure PowerShell has many ways to say that it is not installed or not signed in.
  if (tool === 'pwsh' || !end || end.code === 0 || isAbsent(end.code, errors)) return undefined;
  const name = toolNames[tool];
  const ask = questions[tool];
  if (end.code === 127 || interpreter.test(errors))
    return { message: `${name} does not start, because its interpreter is missing; reinstall it` };
  if (end.code === 126 || forbidden.test(errors))
    return {
      message: `${name} cannot be used here, because of a sandbox or file permissions; let this process run it and read its folder, or sign in another way (${docsPage('credentials.md')})`,
    };
  if (offline.test(errors))
    return {
      kind: 'network',
      message: `${name} could not reach Entra ID; check the network, the proxy and its certificate: ${ask}`,
    };
  const how =
    end.code === null ? 'was ended before it gave a token' : `gave no token (exit code ${end.code})`;
  return { message: `${name} ${how}; to see its error, run: ${ask}` };
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
