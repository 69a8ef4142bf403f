import { version } from '../../../package.json';

/** The message of an error, or whatever else was thrown. */
export const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** A result for machines, with the version that made it. */
export const toJson = (result: object): string => `${JSON.stringify({ version, ...result }, undefined, 2)}\n`;

/** The parts that are not empty, as one text. */
export const listOf = (parts: readonly (string | false | undefined)[], separator = ', '): string =>
  parts.filter(Boolean).join(separator);
