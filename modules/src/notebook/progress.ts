import { type Clock, systemClock } from "../core/clock.ts";
import { notebookOutput, type Output } from "./display.ts";
import { formatMs } from "./format-value.ts";
import { html } from "./html.ts";
import { palette } from "./palette.ts";
import { FONT, TEXT_COLOUR } from "./theme.ts";

/** A bar that shows how far a long piece of work is. */
export interface Progress {
  /** One more piece is done. `note` says which. */
  step(note?: string): void;
  /** So many pieces are done in all, for work that tells its own count. */
  reach(steps: number, note?: string): void;
  /** The work is over. Always drawn; says so when pieces are missing. */
  done(note?: string): void;
}

export interface ProgressOptions {
  readonly clock?: Clock;
  readonly output?: Output;
}

/** Milliseconds between two drawings. */
const DRAW_EVERY_MS = 100;

/** `const bar = progress(12, "prompts")`, then `bar.step()` for each and `bar.done()`. */
export function progress(total: number, label: string, options: ProgressOptions = {}): Progress {
  const clock = options.clock ?? systemClock;
  const live = (options.output ?? notebookOutput()).live();
  const startedAt = clock.elapsed();
  let steps = 0;
  let drawnAt = startedAt;
  let over = false;

  const state = (note: string): ProgressState => ({
    label,
    total,
    steps,
    ms: clock.elapsed() - startedAt,
    over,
    note,
  });
  live.draw(renderProgress(state("")));

  const reach = (reached: number, note = "") => {
    if (over) return;
    steps = reached;
    if (clock.elapsed() - drawnAt < DRAW_EVERY_MS) return;
    drawnAt = clock.elapsed();
    live.draw(renderProgress(state(note)));
  };

  return {
    reach,
    step: (note) => reach(steps + 1, note),
    done: (note = "") => {
      if (over) return;
      over = true;
      live.end(renderProgress(state(note)));
    },
  };
}

export interface ProgressState {
  readonly label: string;
  readonly total: number;
  readonly steps: number;
  /** Milliseconds since the start. */
  readonly ms: number;
  readonly over: boolean;
  readonly note: string;
}

export function renderProgress({ label, total, steps, ms, over, note }: ProgressState): string {
  const percent = total > 0 ? Math.min(100, Math.round((100 * steps) / total)) : over ? 100 : 0;
  const ending = !over ? "" : steps < total ? `stopped after ${formatMs(ms)}` : `done in ${formatMs(ms)}`;
  const words = [`${label} ${steps} of ${total}`, ending, note].filter((part) => part !== "").join(" · ");
  const colour = over && steps < total ? palette.neutral : palette.cloud;
  return html`<div style="${FONT};color:${TEXT_COLOUR};margin:6px 0"><div role="progressbar" aria-valuemin="0" aria-valuemax="100" aria-valuenow="${percent}" aria-label="${label}" style="width:320px;max-width:100%;height:8px;border-radius:4px;background:color-mix(in srgb,currentColor 15%,transparent)"><span style="display:block;height:8px;border-radius:4px;background:${colour};width:${percent}%"></span></div><div style="font-variant-numeric:tabular-nums">${words}</div></div>`
    .markup;
}
