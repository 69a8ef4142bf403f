/** Scripts of package.json: name → command. */
export type Scripts = Readonly<Record<string, string>>;

/** Whether a shell script runs tasks with Nx, by itself or by a script of package.json. */
export function runsNx(script: string, scripts: Scripts): boolean {
  return commandsOf(script).some((command) => {
    const subcommand = nxCommand.exec(command)?.groups?.['subcommand'];
    if (subcommand !== undefined) return !taskless.has(subcommand.split(':')[0] ?? '');
    const named = scripts[scriptCommand.exec(command)?.groups?.['name'] ?? ''];
    return named !== undefined && runsNx(named, {});
  });
}

/** Commands of Nx that run no tasks, or have others run them; also with a colon, as `format:check`. */
const taskless = new Set(
  (
    'add complete-ci-run configure-ai-agents connect connect-to-nx-cloud daemon dep-graph fix-ci format g generate ' +
    'graph import init list login logout mcp migrate print-affected record register release repair report reset show ' +
    'start-agent start-ci-run stop-all-agents sync view-logs watch workspace-lint'
  ).split(' '),
);

/** `NX_VERBOSE_LOGGING=true npx nx-cloud record -- pnpm exec nx affected -t build`; a package to install is no command. */
const nxCommand = new RegExp(
  String.raw`^(\w+=\S*\s+)*((npx|bunx|pnpx|pnpm|yarn|bun|npm|exec|run|dlx|x|time|xvfb-run|cross-env|nx-cloud|record|--?\S*|\w+=\S*)\s+)*` +
    String.raw`(\./|\S*node_modules/\.bin/)?nx(@\S+)?\s+(-\S+\s+)*(?<subcommand>[a-z]\S*)`,
);

/** `pnpm test:ci`, `npm run build -- --verbose` */
const scriptCommand =
  /^(\w+=\S*\s+)*(npm run(-script)?|npm(?= (t|test|start)\b)|pnpm( run)?|yarn( run)?|bun run)\s+(-\S+\s+)*(?<name>[\w:.-]+)/;

/** Without comments, with continued lines made whole. */
function commandsOf(script: string): string[] {
  return script
    .replace(/\\\r?\n/g, ' ')
    .split(/\r?\n|&&|\|\||[;|&]/)
    .map((command) => command.trim())
    .filter((command) => !command.startsWith('#'));
}
