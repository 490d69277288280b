import { LabError } from "../core/errors.ts";
import { isNotebook } from "./display.ts";

let current = new AbortController();
let listening = false;

/**
 * A signal that follows the notebook's stop button. The kernel's own interrupt ends the cell but not the work that the
 * cell began; pass this signal on and the work ends too. A local model that is not told goes on writing the answer that
 * nobody waits for, and the next question waits until it is done. After an interrupt the next call gives a fresh signal.
 * Outside a notebook Ctrl-C keeps its usual meaning and the signal never fires.
 */
export function interruptSignal(): AbortSignal {
  if (!listening && isNotebook()) {
    listening = true;
    // A cell runs with Node's breakOnSigint, which takes away listeners that are added meanwhile and lets the next
    // interrupt kill the kernel. setImmediate adds ours after the cell's synchronous part.
    setImmediate(() => process.on("SIGINT", interrupt));
  }
  return current.signal;
}

function interrupt(): void {
  const stopped = current;
  current = new AbortController();
  stopped.abort(new LabError("Stopped by you.", { code: "INTERRUPTED" }));
}
