/** One task: its files in `dist`, and the tasks that it depends on. */
export interface Task {
  readonly name: string;
  /** The folder that is copied to `dist`. */
  readonly fixture: string;
  readonly dependsOn: readonly string[];
}

/** A task graph with its outputs, for any of the tools. */
export interface Work {
  readonly name: string;
  readonly tasks: readonly Task[];
}

/** Levels of equal size; each task needs the two of the level below that are nearest to it. */
export function arrange(fixtures: readonly string[], levels: number): Task[] {
  const width = Math.ceil(fixtures.length / levels);
  const nameOf = (index: number) => `p${String(index).padStart(4, '0')}`;
  return fixtures.map((fixture, index) => {
    const below = index - width;
    const dependsOn = below < 0 ? [] : [below, below - (below % width) + ((below + 1) % width)].map(nameOf);
    return { name: nameOf(index), fixture, dependsOn: [...new Set(dependsOn)] };
  });
}
