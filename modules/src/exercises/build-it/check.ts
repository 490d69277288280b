/** One thing that an answer has to do. */
export interface BuildCheck {
  /** What it does when it is right. */
  readonly name: string;
  /** Throws, by `wrong` and its like, when the answer does not do it. */
  readonly run: () => Promise<void> | void;
}

/** The error that a call throws; undefined when it throws none. */
export async function errorOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
}
