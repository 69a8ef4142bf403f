/** The actions to undo, newest first. A failed removal does not stop the others. */
export interface Removals {
  /** @param command how a person would do it */
  add(command: string, remove: () => Promise<unknown>): void;
  /**
   * Does all of it.
   *
   * @returns the commands of the failed removals
   */
  run(): Promise<string[]>;
}

export function createRemovals(): Removals {
  const steps: { command: string; remove: () => Promise<unknown> }[] = [];
  return {
    add: (command, remove) => {
      steps.unshift({ command, remove });
    },
    async run() {
      const left: string[] = [];
      for (const { command, remove } of steps.splice(0)) await remove().catch(() => left.push(command));
      return left;
    },
  };
}
