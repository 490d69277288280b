/** When a period began and when the next one begins; `Infinity` for one that never ends. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

/** What was used in the present period; a new period begins with nothing. */
export class FixedWindow {
  #start = Number.NEGATIVE_INFINITY;
  #used = 0;

  used({ start }: Period): number {
    this.#turn(start);
    return this.#used;
  }

  add({ start }: Period, amount: number): void {
    this.#turn(start);
    this.#used += amount;
  }

  #turn(start: number): void {
    if (start === this.#start) return;
    this.#start = start;
    this.#used = 0;
  }
}
