/** The allowed values: `string`, `bool!` (required), `'A' | 'B'`, `["string"]`, or a nest of them. */
export type Schema = string | readonly Schema[] | { readonly [name: string]: Schema };

/** The mismatches of a value with the schema, e.g. `properties.minTlsVersion is unknown`; empty without a mismatch. */
export function mismatches(value: unknown, schema: Schema, path = ''): string[] {
  if (typeof schema === 'string')
    return fits(value, schema.replace('!', '')) ? [] : [`${path} is no ${schema}`];
  if (isList(schema)) {
    if (!Array.isArray(value)) return [`${path} is no list`];
    return value.flatMap((item, index) => mismatches(item, schema[0] ?? 'nothing', `${path}[${index}]`));
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? inObject(value as Record<string, unknown>, schema, path)
    : [`${path} is no object`];
}

const isList = (schema: Exclude<Schema, string>): schema is readonly Schema[] => Array.isArray(schema);

function inObject(value: Record<string, unknown>, schema: Record<string, Schema>, path: string): string[] {
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  const missing = Object.entries(schema)
    .filter(([name, type]) => typeof type === 'string' && type.endsWith('!') && !(name in value))
    .map(([name]) => `${at(name)} is missing`);
  const wrong = Object.entries(value).flatMap(([name, item]) => {
    const type = schema[name];
    return type === undefined ? [`${at(name)} is unknown`] : mismatches(item, type, at(name));
  });
  return [...missing, ...wrong];
}

function fits(value: unknown, type: string): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'bool':
      return typeof value === 'boolean';
    case 'int':
    case 'number':
      return typeof value === 'number';
    case 'list':
      return Array.isArray(value);
    default:
      return typeof value === 'string' && type.split(' | ').includes(`'${value}'`);
  }
}
