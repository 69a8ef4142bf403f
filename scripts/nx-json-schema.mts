/** The JSON schema by which editors check nx.json, generated from the schema of the `azure` key. */
import { toJsonSchema } from '@valibot/to-json-schema';
import { format, resolveConfig } from 'prettier';

import { azureSchema } from '../src/config/schema.js';

/** Where the package has it. */
export const nxJsonSchemaFile = 'schemas/nx-json.schema.json';

/** The text of the file: Nx's own schema, and the `azure` key. */
export async function printNxJsonSchema(): Promise<string> {
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'nx.json with the azure key of nx-azure-cache',
    allOf: [{ $ref: '../../../nx/schemas/nx-schema.json' }],
    type: 'object',
    properties: { azure: azureKey() },
  };
  const options = await resolveConfig(nxJsonSchemaFile);
  return format(JSON.stringify(schema), { ...options, filepath: nxJsonSchemaFile });
}

const description = 'The remote cache in Azure Blob Storage. NX_AZURE_CACHE_* variables win over it.';

function azureKey(): object {
  const schema = toJsonSchema(azureSchema, {
    // Removes rules that only code can check, and the flag `u` of a pattern, which editors always assume.
    errorMode: 'ignore',
    overrideSchema: ({ jsonSchema }) =>
      jsonSchema.type === 'object' ? { ...jsonSchema, additionalProperties: false } : undefined,
  });
  const { type, properties, additionalProperties } = schema;
  return { type, description, properties, additionalProperties };
}
