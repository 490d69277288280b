/** One amount that was counted; it may be corrected while it counts. */
export interface CountedAmount {
  readonly at: number;
  amount: number;
}

/** Amounts with their time: how much came within the last so many milliseconds. */
export class SlidingWindow {
  #entries: CountedAmount[] = [];
  readonly #longestMs: number;

  /** @param longestMs no question will look further back than this. */
  constructor(longestMs: number) {
    this.#longestMs = longestMs;
  }

  /** Counts an amount; what is given back can be corrected, to 0 as well. */
  add(now: number, amount: number): CountedAmount {
    this.#drop(now);
    const entry = { at: now, amount };
    this.#entries.push(entry);
    return entry;
  }

  /** All that came later than `periodMs` ago. */
  sum(now: number, periodMs: number): number {
    this.#drop(now);
    let sum = 0;
    for (const { at, amount } of this.#entries) if (at > now - periodMs) sum += amount;
    return sum;
  }

  /** Milliseconds until at most `allowed` is left in the window; the whole period when `allowed` is below 0. */
  waitMs(now: number, periodMs: number, allowed: number): number {
    let sum = this.sum(now, periodMs);
    if (allowed < 0) return periodMs;
    for (const { at, amount } of this.#entries) {
      if (sum <= allowed) break;
      if (at <= now - periodMs) continue;
      sum -= amount;
      if (sum <= allowed) return at + periodMs - now;
    }
    return 0;
  }

  #drop(now: number): void {
    const first = this.#entries.findIndex(({ at }) => at > now - this.#longestMs);
    if (first > 0) this.#entries.splice(0, first);
    else if (first < 0) this.#entries.length = 0;
  }
}
