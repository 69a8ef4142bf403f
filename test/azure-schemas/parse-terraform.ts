import { parse } from '@cdktn/hcl2json';
import { Code } from './mismatches.js';

/** Type → label → what stands in the block. */
type Labelled = Readonly<Record<string, Readonly<Record<string, readonly [Record<string, unknown>]>>>>;

export interface ParsedTerraform {
  readonly provider: Readonly<Record<string, readonly [Record<string, unknown>]>>;
  readonly data: Labelled;
  readonly resource: Labelled;
}

/**
 * Reads a file by HashiCorp's own parser; `terraform validate` would want the provider too, which is in no registry of
 * packages. Every block is a list, as Terraform has it.
 *
 * @throws Error with the place of what is wrong
 */
export async function parseTerraform(text: string): Promise<ParsedTerraform> {
  return markCode(await parse('main.tf', text)) as ParsedTerraform;
}

/** The parser tells code as a text: `${var.name}`. */
function markCode(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('${') ? new Code(value) : value;
  if (Array.isArray(value)) return value.map(markCode);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, markCode(item)]));
}
