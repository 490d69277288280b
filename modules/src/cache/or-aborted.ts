/**
 * What the work gives, unless the caller goes away first; the work itself goes on, for others wait for it too.
 * @throws the signal's reason when it is aborted; otherwise what the work throws.
 */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  const gone = Promise.withResolvers<never>();
  const leave = () => gone.reject(signal.reason);
  signal.addEventListener("abort", leave, { once: true });
  try {
    signal.throwIfAborted();
    return await Promise.race([work, gone.promise]);
  } finally {
    signal.removeEventListener("abort", leave);
    work.catch(() => {});
  }
}
