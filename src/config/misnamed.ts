/** The `given` of a ConfigIssue for a value that was pasted together with its name, as in a file of variables. */
export const misnamed = 'one with the name of its variable in front';

/** Whether a text is a name, `=`, and a value that begins like this: `AZURE_STORAGE_SAS_TOKEN=sv=…`. */
export function isNamed(text: string, value: RegExp): boolean {
  const [name = ''] = /^[A-Za-z_]\w*=/.exec(text) ?? [];
  return name !== '' && value.test(text.slice(name.length));
}
