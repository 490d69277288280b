import { progress } from "@clack/prompts";

/** Tells people how far a long piece of work is. */
export interface ProgressLine {
  /** So many pieces are done. */
  show(done: number): void;
  /** Takes the bar away before the next line is printed. */
  clear(): void;
}

const SHOW_EVERY_MS = 100;

/** A bar on the terminal, when there is one; nothing for files and programs. Standard output is left to what is asked for. */
export function progressLine(total: number, what: string, terminal = process.stderr): ProgressLine {
  if (!terminal.isTTY) return { show() {}, clear() {} };
  const bar = progress({ max: total, output: terminal, onCancel: () => process.exit(130) });
  let shown = 0;
  let shownAt = 0;
  bar.start(what);
  return {
    show(done) {
      const now = performance.now();
      if (now - shownAt < SHOW_EVERY_MS) return;
      bar.advance(done - shown, `${done} of ${total} ${what}`);
      [shown, shownAt] = [done, now];
    },
    clear: () => bar.clear(),
  };
}
