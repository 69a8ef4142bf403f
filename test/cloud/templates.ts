import { infrastructureGenerator } from '../../src/generators/infrastructure/generator.js';
import type { InfrastructureSchema } from '../../src/generators/infrastructure/schema.js';
import { treeOf } from '../fakes/tree.js';
import type { Deployment } from './deployment.js';
import { readBicep } from './read-bicep.js';
import { readTerraform } from './read-terraform.js';

/** A language that the generator writes templates in. */
export type Format = 'bicep' | 'terraform';

/** The text that `nx generate nx-azure-cache:infrastructure` writes with these options. */
export function generateTemplate(format: Format, options: InfrastructureSchema): string {
  const tree = treeOf({});
  infrastructureGenerator(tree, { ...options, format });
  const [text, ...others] = Object.values(tree.files);
  if (text === undefined || others.length > 0) throw new Error('one template was expected');
  return text;
}

/**
 * What a template puts into Azure.
 *
 * @throws Error for what is not understood here
 */
export const readTemplate: Readonly<Record<Format, (text: string) => Promise<Deployment>>> = {
  bicep: readBicep,
  terraform: readTerraform,
};
