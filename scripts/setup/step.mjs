// @ts-check

/**
 * What a step came to: nothing to do, done, or left out with the one line that says why and how to mend it.
 * @typedef {"ready" | "done" | { readonly leftOut: string }} StepOutcome
 */

/** A step without which nothing can run. `lines` tell what happened, the last one how to mend it. */
export class SetupError extends Error {
  /** @param {readonly string[]} lines */
  constructor(lines) {
    super(lines.join("\n"));
    this.lines = lines;
  }
}

/**
 * Runs one step and prints `✓ name 25.3 s`, `✓ name ready` or `! name: why`. A terminal sees the seconds pass,
 * unless the work shows something better itself.
 * @param {string} name
 * @param {() => Promise<StepOutcome>} work
 * @param {{ showsItself?: boolean }} [options]
 * @returns {Promise<StepOutcome>}
 */
export async function runStep(name, work, { showsItself = false } = {}) {
  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1);
  const ticking = tick(!showsItself, () => `… ${name} ${seconds()} s`);
  try {
    const outcome = await work();
    ticking.clear();
    if (outcome === "ready") console.log(`✓ ${name} ready`);
    else if (outcome === "done") console.log(`✓ ${name} ${seconds()} s`);
    else console.log(`! ${name}: ${outcome.leftOut}`);
    return outcome;
  } catch (error) {
    ticking.clear();
    console.error(`✗ ${name} failed after ${seconds()} s`);
    throw error;
  }
}

/**
 * @param {boolean} wanted
 * @param {() => string} line
 */
function tick(wanted, line) {
  if (!wanted || !process.stdout.isTTY) return { clear: () => {} };
  const timer = setInterval(() => process.stdout.write(`\r${line()}`), 1000);
  return {
    clear: () => {
      clearInterval(timer);
      process.stdout.write("\r\u001b[K");
    },
  };
}
