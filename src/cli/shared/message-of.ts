/** The message of an error, or whatever else was thrown. */
export const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
