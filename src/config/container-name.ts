/** Azure's rule for the name of a container, as a ConfigIssue says it. */
export const containerNameRule = 'a container name: 3 to 63 lowercase letters, digits and single hyphens';

export function isContainerName(value: string): boolean {
  return value.length >= 3 && value.length <= 63 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value);
}
