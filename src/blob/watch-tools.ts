import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';

import type { Tool } from '../config/entra.js';
import { endTool } from './end-tool.js';

/** How a tool that was asked for a token fared. */
export interface ToolRun {
  readonly tool: Tool;
  /** undefined while it runs */
  readonly end: { readonly code: number | null } | undefined;
  /** what it printed as its errors: may hold anything, and is shown to nobody */
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
/** ms. Somebody who waits has gone on long ago; what still runs then hangs, and each run would leave one more. */
export const toolLimit = 120_000;

/**
 * Watches the tools that `@azure/identity` starts, by Node's own channel: of what they print it passes on too little. It
 * takes `az login` in an error of the Azure CLI for "nobody is signed in", and the CLI ends most of them with that.
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

function watch(tool: Tool, child: ChildProcess, limit: number): ToolRun {
  const run: { -readonly [key in keyof ToolRun]: ToolRun[key] } = { tool, end: undefined, errors: '' };
  child.stderr?.on('data', (text: unknown) => {
    run.errors = (run.errors + String(text)).slice(0, longest);
  });
  const endChild = () => {
    endTool(child.pid ?? 0);
    // Where the system does not list processes. Node sends it to this child, or to nobody.
    child.kill('SIGKILL');
  };
  // Not the `processTimeoutInMs` of `@azure/identity`, which ends the shell alone.
  const timer = setTimeout(() => {
    run.overdue = true;
    endChild();
  }, limit).unref();
  // Of a command of this package. A worker thread hears nothing of the end: see `endTools`.
  process.once('exit', endChild);
  child.once('exit', (code) => {
    run.end = { code };
    clearTimeout(timer);
    process.off('exit', endChild);
  });
  return run;
}

function toolOf(command: string): Tool | undefined {
  if (/\baz account get-access-token\b/.test(command)) return 'az';
  if (/\bazd auth token\b/.test(command)) return 'azd';
  return /\b(pwsh|powershell)(\.exe)?\b/i.test(command) ? 'pwsh' : undefined;
}
