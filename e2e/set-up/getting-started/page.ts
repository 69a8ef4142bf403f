import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accountName } from '../../../test/support/azurite.js';

/** A fenced block of a page of docs/. */
export interface Block {
  /** `shell`, `yaml`, `jsonc`, or nothing */
  readonly language: string;
  readonly text: string;
  /** The commands that a reader types, or that the steps of a workflow run. */
  readonly lines: readonly string[];
}

/** The fenced blocks of a page, with the account of the tests where the reader's own is to be. */
export function readPage(name: string): Block[] {
  const page = readFileSync(join(import.meta.dirname, '../../../docs', name), 'utf8');
  const ours = page.replaceAll('myaccount', accountName);
  return [...ours.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = '', text = '']) => ({
    language,
    text,
    lines: language === 'shell' ? text.trim().split('\n') : stepsIn(text),
  }));
}

const stepsIn = (workflow: string) =>
  [...workflow.matchAll(/^ *- run: (.*)$/gm)].map(([, line = '']) => line);
