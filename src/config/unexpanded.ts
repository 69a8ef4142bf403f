/**
 * Whether a CI has left a variable as its file has it, because nothing of that name is defined there: mostly a secret in the
 * build of a fork.
 *
 * - Azure Pipelines leaves a macro, `$(NAME)`; template and runtime expressions become nothing
 *   (learn.microsoft.com/azure/devops/pipelines/process/variables, "Understand variable syntax").
 * - GitLab leaves a variable that is made of itself, `NAME: $NAME`, where a protected one is not handed over
 *   (gitlab-org/gitlab#350747). Of another name it becomes nothing.
 *
 * GitHub Actions hands over an empty value.
 */
export function isUnexpanded(name: string, text: string): boolean {
  if (ofItself(name).includes(text) || /^\$\([^()]*\)$/.test(text)) return true;
  if (isProxy.test(name)) return macroInUrl.test(text);
  if (!isStrict(name)) return false;
  return /\$\([^()]*\)/.test(text) || ofItself(name).some((reference) => text.includes(reference));
}

const ofItself = (name: string) => [`\${${name}}`, `$${name}`];

/**
 * In the variables of this package and of Azure a part that was not expanded is enough: `?$(SAS)`,
 * `https://$(ACCOUNT).blob.core.windows.net`. No account, key, SAS, id or URL of a service has such a part by itself.
 * Passwords, the paths that a system makes and the names of branches may.
 */
const isStrict = (name: string) =>
  /^(NX_AZURE_CACHE_|NX_POWERPACK_|NX_KEY$|AZURE_|IDENTITY_|MSI_)/.test(name) &&
  !/(_PATH|_FILE|_DIR|_PASSWORD|_SECRET|_SCOPE)$/.test(name);

const isProxy = /^(HTTPS?|ALL)_PROXY$/i;

/** A password may have `$(…)` in it; a whole part of a URL, as its host, port or user, is none. */
const macroInUrl = /[/:@.]\$\([^()]*\)(?=[/:@.]|$)/;
