import { barView, lineView, type ProgressView, STOPPED } from "./progress-view.ts";

/** Runs work that Ctrl-C stops in order, with a bar in a terminal and lines elsewhere. Stopped, it exits with 130. */
export async function runInterruptibly(
  work: (view: ProgressView, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const interrupt = new AbortController();
  const stop = () => {
    process.exitCode = 130;
    interrupt.abort();
  };
  process.once("SIGINT", stop);
  // The bar ends the process with 0 on Ctrl-C.
  process.once("exit", () => {
    if (interrupt.signal.aborted) process.exitCode = 130;
  });
  const view = process.stdout.isTTY ? await barView(stop) : lineView(console.log);
  try {
    await work(view, interrupt.signal);
  } catch (error) {
    view.clear();
    if (!interrupt.signal.aborted) throw error;
    console.error(STOPPED);
  }
}
