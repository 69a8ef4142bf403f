import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';

import type { Tool } from '../config/entra.js';

/** How a tool that was asked for a token fared. */
export interface ToolRun {
  readonly tool: Tool;
  /** undefined while it runs */
  readonly end: { readonly code: number | null } | undefined;
  /** what it printed as its errors: may hold anything, and is shown to nobody */
  readonly errors: string;
}

const longest = 16_384;

/**
 * Watches the tools that `@azure/identity` starts, by Node's own channel: of what they print it passes on too little. It
 * takes `az login` in an error of the Azure CLI for "nobody is signed in", and the CLI ends most of them with that.
 */
export function watchTools(): { readonly runs: readonly ToolRun[]; readonly end: () => void } {
  const runs: ToolRun[] = [];
  const note = (message: unknown) => {
    const { process: child } = message as { process: ChildProcess };
    child.once('spawn', () => {
      watch(child, runs);
    });
  };
  subscribe(started, note);
  return {
    runs,
    end: () => {
      unsubscribe(started, note);
    },
  };
}

/** nodejs.org/api/diagnostics_channel.html#child-process */
const started = 'child_process';

function watch(child: ChildProcess, runs: ToolRun[]): void {
  const tool = toolOf(child.spawnargs.join(' '));
  if (!tool) return;
  const run: { -readonly [key in keyof ToolRun]: ToolRun[key] } = { tool, end: undefined, errors: '' };
  runs.push(run);
  child.stderr?.on('data', (text: unknown) => {
    run.errors = (run.errors + String(text)).slice(0, longest);
  });
  child.once('exit', (code) => {
    run.end = { code };
  });
}

function toolOf(command: string): Tool | undefined {
  if (/\baz account get-access-token\b/.test(command)) return 'az';
  if (/\bazd auth token\b/.test(command)) return 'azd';
  return /\b(pwsh|powershell)(\.exe)?\b/i.test(command) ? 'pwsh' : undefined;
}
