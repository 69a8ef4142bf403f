import { infrastructureGenerator } from '../../src/generators/infrastructure/generator.js';
import type { InfrastructureSchema } from '../../src/generators/infrastructure/options.js';
import { treeOf } from '../support/fakes/tree.js';
import type { Deployment } from './deployment.js';
import { readBicep } from './read-bicep.js';
import { readTerraform } from './read-terraform.js';

/** A language that the generator writes templates in. */
export type Format = 'bicep' | 'terraform';

/** The generator's output in one language. */
export interface TemplateFiles {
  readonly template: string;
  readonly parameters: string;
}

/**
 * The files that `nx generate nx-azure-cache:infrastructure` writes with these options.
 *
 * @param edit a manual change of the template
 */
export function generateTemplate(
  format: Format,
  options: InfrastructureSchema,
  edit = (template: string) => template,
): TemplateFiles {
  const tree = treeOf({});
  infrastructureGenerator(tree, { ...options, format });
  const [template, parameters, ...others] = Object.values(tree.files);
  if (template === undefined || parameters === undefined || others.length > 0)
    throw new Error('a template and its parameters were expected');
  return { template: edit(template), parameters };
}

/**
 * The resources that a template deploys to Azure.
 *
 * @throws Error for unsupported syntax
 */
export const readTemplate: Readonly<Record<Format, (files: TemplateFiles) => Promise<Deployment>>> = {
  bicep: ({ template, parameters }) => readBicep(template, parameters),
  terraform: ({ template, parameters }) => readTerraform(template, parameters),
};
