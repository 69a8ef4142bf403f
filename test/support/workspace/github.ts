/** The variables of a GitHub Actions job after a push to main. */
export const pushToMain = {
  GITHUB_ACTIONS: 'true',
  GITHUB_EVENT_NAME: 'push',
  GITHUB_REF_TYPE: 'branch',
  GITHUB_REF: 'refs/heads/main',
};

/** The same for a pull request. */
export const pullRequestJob = (number: number) => ({
  GITHUB_ACTIONS: 'true',
  GITHUB_EVENT_NAME: 'pull_request',
  GITHUB_HEAD_REF: 'feature',
  GITHUB_REF_TYPE: 'branch',
  GITHUB_REF: `refs/pull/${number}/merge`,
});
