/** What went wrong, for the user: an error's message, or whatever else was thrown. */
export const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
