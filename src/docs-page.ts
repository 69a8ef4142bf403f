/** The address of a page of the documentation, e.g. `security.md`: the package ships none of them. */
export const docsPage = (page: string): string =>
  `https://github.com/OWNER/nx-azure-cache/blob/main/docs/${page}`;
