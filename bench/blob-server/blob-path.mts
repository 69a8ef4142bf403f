/** `/<account>/<container>/<blob name>`, where the name may be empty. */
export function parseBlobPath(pathname: string): { readonly containerName: string; readonly name: string } {
  const [, , containerName = '', ...rest] = pathname.split('/');
  return { containerName, name: decodeURIComponent(rest.join('/')) };
}
