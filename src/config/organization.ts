/** What names an organization, as a ConfigIssue says it. */
export const organizationRule = 'the name of an organization, 100 characters at most';

/** Whether a text can name one: something that prints, without space around it. */
export function isOrganization(value: string): boolean {
  return /^\P{C}{1,100}$/u.test(value) && value.trim() === value;
}
