const SIGNALS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Resolves when somebody asks this process to stop: Ctrl-C, a closed terminal, `kill`. Asking again changes nothing: one
 * Ctrl-C reaches this process twice, from the terminal and through npm.
 */
export function waitForStopSignal(): Promise<"stop"> {
  return new Promise((resolve) => {
    for (const signal of SIGNALS) process.on(signal, () => resolve("stop"));
  });
}
