type Task = () => void;

/**
 * Runs tasks at their time, in its order. Timers tick in milliseconds and tasks are due in fractions of them, so a task
 * runs when it is due within half a millisecond: early as often as late, so that delays are right on average.
 */
export class Schedule {
  readonly #heap: { readonly due: number; readonly order: number; readonly task: Task }[] = [];
  #order = 0;
  #wakeAt = Infinity;
  #timer: NodeJS.Timeout | undefined;

  at(due: number, task: Task): void {
    this.#push({ due, order: this.#order++, task });
    this.#arm();
  }

  readonly #run = (): void => {
    this.#wakeAt = Infinity;
    while (this.#heap[0] && this.#heap[0].due <= performance.now() + 0.5) this.#pop()?.task();
    this.#arm();
  };

  #arm(): void {
    const next = this.#heap[0];
    if (!next || next.due >= this.#wakeAt) return;
    clearTimeout(this.#timer);
    this.#wakeAt = next.due;
    this.#timer = setTimeout(this.#run, Math.max(0, Math.round(next.due - performance.now())));
  }

  #before(a: number, b: number): boolean {
    const [left, right] = [this.#heap[a], this.#heap[b]];
    if (!left || !right) return false;
    return left.due < right.due || (left.due === right.due && left.order < right.order);
  }

  #swap(a: number, b: number): void {
    const [left, right] = [this.#heap[a], this.#heap[b]];
    if (left && right) [this.#heap[a], this.#heap[b]] = [right, left];
  }

  #push(entry: { due: number; order: number; task: Task }): void {
    let index = this.#heap.push(entry) - 1;
    for (let parent = (index - 1) >> 1; index > 0 && this.#before(index, parent); parent = (index - 1) >> 1) {
      this.#swap(index, parent);
      index = parent;
    }
  }

  #pop(): { readonly task: Task } | undefined {
    this.#swap(0, this.#heap.length - 1);
    const top = this.#heap.pop();
    for (let index = 0; ;) {
      const left = 2 * index + 1;
      const least = this.#before(left + 1, left) ? left + 1 : left;
      if (!this.#before(least, index)) return top;
      this.#swap(least, index);
      index = least;
    }
  }
}
