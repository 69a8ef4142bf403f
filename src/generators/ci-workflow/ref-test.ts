/** `main`: the ref is it. `release/*`: the ref starts with what stands before the star. */
export interface RefTest {
  readonly ref: string;
  readonly isPrefix: boolean;
}

/** How an expression of a CI asks whether a branch is trusted; these languages have no patterns. */
export function toRefTest(branch: string): RefTest {
  return { ref: `refs/heads/${branch.replace(/\*+$/, '')}`, isPrefix: branch.endsWith('*') };
}
