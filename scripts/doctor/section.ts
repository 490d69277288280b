import { paint } from "./paint.ts";

/** Lines under a heading, with an empty line before; nothing when there are none. */
export const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", paint("bold", title), ...lines.map((line) => `  ${line}`)];
