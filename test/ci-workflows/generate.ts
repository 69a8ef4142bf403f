import { readFileSync } from 'node:fs';

import { azure } from '../../src/generators/ci-workflow/azure.js';
import type { CiCommands } from '../../src/generators/ci-workflow/ci-commands.js';
import { github } from '../../src/generators/ci-workflow/github.js';
import { gitlab } from '../../src/generators/ci-workflow/gitlab.js';
import { resolveOptions } from '../../src/generators/ci-workflow/options.js';
import { fillExample, partsOf } from '../../src/generators/ci-workflow/provider.js';
import type { CiWorkflowSchema } from '../../src/generators/ci-workflow/schema.js';

export const providers = { github, azure, gitlab };

/** The workflow that the generator writes, for npm unless another package manager is given. */
export function generateWorkflow(given: CiWorkflowSchema, commands: Partial<CiCommands> = {}): string {
  const options = resolveOptions(given, {});
  const npm: CiCommands = {
    manager: 'npm',
    install: 'npm ci',
    nx: 'npx nx',
    setUp: undefined,
    isPinned: false,
  };
  return fillExample(providers[options.provider], options, { ...npm, ...commands });
}

/** A workflow of this folder, by the name of its file. */
export const readWorkflow = (name: string) => readFileSync(new URL(`${name}.yml`, import.meta.url), 'utf8');

interface Place {
  /** the line above or below which a part goes, as it begins */
  readonly above?: string;
  readonly below?: string;
  /** how far to the right */
  readonly columns: number;
  /** a key that is missing there */
  readonly key?: string;
}

/** Nx's workflow for a CI, with the generator's printed parts inserted where their comments say. */
export function completeNxWorkflow(given: CiWorkflowSchema): string {
  const { provider } = resolveOptions(given, {});
  const parts = partsOf(generateWorkflow(given));
  return parts.reduce(
    (text, part, index) => insert(text, part, placesInNx[provider][index]),
    readWorkflow(`${provider}-nx`),
  );
}

/** For each part. */
const placesInNx: Readonly<Record<keyof typeof providers, readonly Place[]>> = {
  github: [
    { below: 'contents: read', columns: 2 },
    { below: 'runs-on:', columns: 4 },
    { above: '- run: npx nx affected', columns: 6 },
    { below: '- run: npx nx affected', columns: 8 },
  ],
  azure: [
    { below: '- job: main', columns: 4, key: 'variables:' },
    { above: '- script: npx nx affected', columns: 6 },
    { below: '- script: npx nx affected', columns: 8 },
  ],
  gitlab: [
    { below: 'interruptible:', columns: 2 },
    { above: '- npx nx affected', columns: 4 },
  ],
};

function insert(text: string, part: string, place: Place | undefined): string {
  if (place === undefined) throw new Error(`no place for ${part}`);
  const { above, below, columns, key } = place;
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.trimStart().startsWith(above ?? below ?? ''));
  const inserted = key === undefined ? part : `${key}\n${indent(part, 2)}`;
  return lines.toSpliced(above === undefined ? at + 1 : at, 0, indent(inserted, columns)).join('\n');
}

const indent = (text: string, columns: number) => text.replace(/^(?=.)/gm, ' '.repeat(columns));
