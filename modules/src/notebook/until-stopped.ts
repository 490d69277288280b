/**
 * The parts of `source` until `signal` fires, even while the source is silent; then the source is asked to clean up.
 * @throws the signal's reason
 */
export async function* untilStopped<Part>(
  source: AsyncIterable<Part>,
  signal: AbortSignal,
): AsyncGenerator<Part> {
  signal.throwIfAborted();
  const stopped = Promise.withResolvers<never>();
  const stop = () => stopped.reject(signal.reason);
  signal.addEventListener("abort", stop);
  const iterator = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), stopped.promise]);
      if (next.done) return;
      yield next.value;
      signal.throwIfAborted();
    }
  } finally {
    signal.removeEventListener("abort", stop);
    // Not awaited: a generator that waits for a silent source answers only when that source does.
    iterator.return?.().catch(() => {});
  }
}
