import type { Document, YAMLMap } from 'yaml';

import type { Tree } from '../tree.js';
import type { Edit } from './edit.js';
import type { CiWorkflowOptions } from './options.js';
import type { CiCommands } from './ci-commands.js';
import type { Scripts } from './runs-nx.js';

/** A file of a CI, and what it may refer to. */
export interface Pipeline {
  readonly source: string;
  readonly root: YAMLMap;
  readonly document: Document;
  readonly scripts: Scripts;
}

/** What is missing in a pipeline, or why nobody can tell. */
export type Plan = { readonly edits: readonly Edit[] } | { readonly obstacles: readonly string[] };

/** What the generator has to know of a CI. */
export interface Provider {
  /** Where its pipelines are. */
  findFiles(tree: Tree): string[];
  /** The file to make where there is none. */
  readonly newFile: string;
  /** What to change so that tasks have the cache; nothing where a pipeline runs no tasks. */
  plan(pipeline: Pipeline, options: CiWorkflowOptions): Plan | undefined;
  /** The whole file. */
  create(options: CiWorkflowOptions, commands: CiCommands): string;
  /** The lines to put in by hand, each with where. */
  byHand(options: CiWorkflowOptions): string;
  /** What is left to do outside of the file. */
  nextSteps(options: CiWorkflowOptions): string[][];
}
