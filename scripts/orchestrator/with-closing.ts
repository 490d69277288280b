/** Is called when all is over, whether it went well or not. */
export type Close = () => Promise<void> | void;

/**
 * Does work that opens things, and closes them however it ends, the last one first. One that cannot be closed does not leave the
 * others open.
 * @throws what the work threw, else what the first failed close threw
 */
export async function withClosing<T>(work: (atEnd: (close: Close) => void) => Promise<T>): Promise<T> {
  const closes: Close[] = [];
  const failures: unknown[] = [];
  const attempt = async <R>(step: () => Promise<R> | R): Promise<R | undefined> => {
    try {
      return await step();
    } catch (error) {
      failures.push(error);
      return undefined;
    }
  };
  const result = await attempt(async () => ({ value: await work((close) => closes.push(close)) }));
  for (const close of closes.reverse()) await attempt(close);
  if (result === undefined || failures.length > 0) throw failures[0];
  return result.value;
}
