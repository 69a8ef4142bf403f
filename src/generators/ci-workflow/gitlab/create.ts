import type { CiWorkflowOptions } from '../options.js';
import type { CiCommands } from '../ci-commands.js';
import { idTokenLines, signInLines } from './pieces.js';

/** A pipeline that runs what is affected, on pushes to protected branches and in merge requests. */
export function createGitLab(options: CiWorkflowOptions, { setUp, install, nx }: CiCommands): string {
  return [
    'image: node:22',
    '',
    'variables:',
    '  GIT_DEPTH: 0 # what is affected is found by comparing commits',
    '',
    'nx:',
    '  interruptible: true',
    '  rules:',
    '    - if: $CI_PIPELINE_SOURCE == "merge_request_event"',
    '    - if: $CI_COMMIT_BRANCH && $CI_COMMIT_REF_PROTECTED == "true"',
    '  id_tokens:',
    ...idTokenLines(options).map((line) => `    ${line}`),
    '  script:',
    ...(setUp === undefined ? [] : [`    - ${setUp}`]),
    `    - ${install}`,
    '    - export NX_HEAD="$CI_COMMIT_SHA"',
    '    - export NX_BASE="${CI_MERGE_REQUEST_DIFF_BASE_SHA:-HEAD~1}"',
    ...signInLines(options).map((line) => `    ${line}`),
    `    - ${nx} affected -t lint test build`,
    '',
  ].join('\n');
}
