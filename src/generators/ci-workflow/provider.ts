import { readPackageFile } from '../package-file.js';
import type { Tree } from '../tree.js';
import type { CiCommands } from './ci-commands.js';
import type { CiWorkflowOptions } from './options.js';

/** What differs between the CIs. */
export interface Provider {
  /** The recipe: a file of `examples/`, for npm and the defaults of all options. */
  readonly example: string;
  /** The workflow to write when there is none. */
  readonly newFile: string;
  /** The paths of the workflows of a workspace. */
  findFiles(tree: Tree): string[];
  /** What to replace in the example so that it fits a workspace. */
  replacements(options: CiWorkflowOptions, commands: CiCommands): Replacement[];
}

export type Replacement = readonly [text: string, by: string];

/**
 * Fills in the example of a CI.
 *
 * @throws Error when the example lacks a text that is to be replaced
 */
export function fillExample(provider: Provider, options: CiWorkflowOptions, commands: CiCommands): string {
  const example = readPackageFile(`examples/${provider.example}`);
  return provider.replacements(options, commands).reduce((text, [old, by]) => {
    if (!text.includes(old)) throw new Error(`examples/${provider.example} lacks ${JSON.stringify(old)}`);
    return text.replaceAll(old, () => by);
  }, example);
}

/** Picks the settings that a workflow needs: the comment at the top of an example. */
export function settingsOf(text: string): string {
  return text.slice(0, text.indexOf('\n\n')).replace(/^# /gm, '');
}

/**
 * Picks the parts of a filled example that an existing workflow needs. Each begins with a comment that names its place
 * (`# nx-azure-cache, in each job that runs Nx: …`) and ends at a blank line.
 */
export function partsOf(text: string): string[] {
  return text
    .trimEnd()
    .split('\n\n')
    .flatMap((paragraph) => {
      const lines = paragraph.split('\n');
      const start = lines.findIndex((line) => line.trimStart().startsWith('# nx-azure-cache, '));
      return start === -1 ? [] : [dedent(lines.slice(start))];
    });
}

function dedent(lines: readonly string[]): string {
  const columns = lines[0]?.search(/\S/) ?? 0;
  return lines.map((line) => line.slice(columns)).join('\n');
}

/** Whether a workflow has all lines of a part, wherever they are and whatever comments they have. */
export function hasPart(workflow: string, part: string): boolean {
  const lines = new Set(significantLines(workflow));
  return significantLines(part).every((line) => lines.has(line));
}

/** The lines of a YAML text without indentation, comments and blank lines. */
export function significantLines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#\s.*$/, '').trim())
    .filter((line) => line !== '');
}
