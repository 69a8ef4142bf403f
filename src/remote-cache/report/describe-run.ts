import { version } from '../../../package.json';
import type { Environment } from '../../config/environment.js';
import { modeName } from '../../config/mode.js';
import { readNxVersion } from '../../nx/nx-version.js';
import { resolveRunUrl } from '../../config/producer.js';
import type { Config } from '../../config/resolve-config.js';
import type { CiReport, RunFacts } from '../../runs/run-report.js';
import { scopesOf, type Access } from '../../trust/access.js';
import { resolveRun } from '../../trust/resolve-run.js';

/** The settings that describe a run. */
export interface RunSettings {
  readonly root: string;
  readonly config: Pick<Config, 'mode'>;
  readonly access: Access;
  readonly env: Environment;
}

/** Describes a run before it has done anything: versions, mode, scopes and CI. */
export function describeRun({ root, config: { mode }, access, env }: RunSettings): RunFacts {
  const mayWrite = mode.write && access.refusal === undefined;
  return {
    package: version,
    nx: readNxVersion(root),
    mode: modeName(mode),
    scopes: {
      reads: mode.read ? scopesOf(access).map(({ scope }) => scope) : [],
      writes: mayWrite ? access.own?.scope : undefined,
    },
    ci: describeCi(env),
  };
}

function describeCi(env: Environment): CiReport | undefined {
  const run = resolveRun(env);
  return run && { ...run, url: resolveRunUrl(env) };
}
