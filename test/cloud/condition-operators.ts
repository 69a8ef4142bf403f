type Compare = (value: string, pattern: string) => boolean;

const equals: Compare = (value, pattern) => value === pattern;
const startsWith: Compare = (value, pattern) => value.startsWith(pattern);
const like: Compare = (value, pattern) => likePattern(pattern).test(value);
const not =
  (compare: Compare): Compare =>
  (value, pattern) =>
    !compare(value, pattern);

/**
 * The comparisons of texts that a condition may use here; all of them are case-sensitive.
 *
 * https://learn.microsoft.com/azure/role-based-access-control/conditions-format#string-comparison-operators
 */
export const operators: ReadonlyMap<string, Compare> = new Map([
  ['StringEquals', equals],
  ['StringNotEquals', not(equals)],
  ['StringStartsWith', startsWith],
  ['StringNotStartsWith', not(startsWith)],
  ['StringLike', like],
  ['StringNotLike', not(like)],
]);

/** `*` is any text, `?` is one character; a backslash before either makes it an ordinary one. */
function likePattern(pattern: string): RegExp {
  const source = pattern.replace(/\\([*?])|([*?])|([^\w/])/g, (all, escaped?: string, wildcard?: string) => {
    if (wildcard !== undefined) return wildcard === '*' ? '[^]*' : '[^]';
    return `\\${escaped ?? all}`;
  });
  return new RegExp(`^${source}$`);
}

/** `Microsoft.Storage/…/blobs/*` covers `Microsoft.Storage/…/blobs/read`; Azure ignores case. */
export function matchesAction(action: string, pattern: string): boolean {
  return likePattern(pattern.toLowerCase()).test(action.toLowerCase());
}
