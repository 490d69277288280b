import type { ModelEvent } from "../../modules/src/models/get-model.ts";

/** Tells people how a fetch goes on. */
export interface ProgressView {
  show(event: ModelEvent): void;
  /** Takes a bar away before the last line is printed. */
  clear(): void;
}

/** Bytes as people read them: `98.4 MB`. */
export const inMegabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

/** One line an event, progress at each tenth: for logs and programs. */
export function lineView(print: (line: string) => void): ProgressView {
  let tenth = 0;
  return {
    show(event) {
      if (event.type === "source") tenth = 0;
      if (event.type !== "progress") return print(describe(event));
      const reached = Math.floor((10 * event.receivedBytes) / event.totalBytes);
      if (reached <= tenth) return;
      tenth = reached;
      print(`  ${reached * 10} % (${inMegabytes(event.receivedBytes)})`);
    },
    clear() {},
  };
}

/** What is said when a fetch is stopped. */
export const STOPPED = "Stopped. What was fetched is kept and continued next time.";

/** A bar in the terminal. Ctrl-C while it is shown calls `onCancel`, says `STOPPED` and ends the process. */
export async function barView(onCancel: () => void): Promise<ProgressView> {
  const { log, progress } = await import("@clack/prompts");
  let bar: { result: ReturnType<typeof progress>; shown: number } | undefined;
  const clear = () => {
    bar?.result.clear();
    bar = undefined;
  };
  return {
    show(event) {
      if (event.type !== "progress") {
        clear();
        return log.step(describe(event));
      }
      if (!bar) {
        bar = { result: progress({ max: 100, onCancel, cancelMessage: STOPPED }), shown: 0 };
        bar.result.start();
      }
      const percent = Math.floor((100 * event.receivedBytes) / event.totalBytes);
      const text = `${inMegabytes(event.receivedBytes)} of ${inMegabytes(event.totalBytes)}`;
      bar.result.advance(percent - bar.shown, text);
      bar.shown = percent;
    },
    clear,
  };
}

function describe(event: Exclude<ModelEvent, { type: "progress" }>): string {
  if (event.type === "waiting") return event.reason;
  if (event.type === "moved-aside") return `${event.reason} It is moved to ${event.to}.`;
  if (event.type === "source") return `Asking ${event.source} …`;
  return `${event.source} did not work: ${event.reason}.`;
}
