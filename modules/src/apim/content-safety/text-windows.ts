export interface WindowSizes {
  /** Characters of one window; at least 1. */
  readonly size: number;
  /** Characters that a window shares with the one before; less than `size`. */
  readonly overlap: number;
}

/** What Azure AI Content Safety takes at a time. */
export const LARGEST_WINDOW = 10_000;

/** Sizes that make sense, whatever was asked for. */
export function windowSizes(size: number | undefined, overlap: number | undefined): WindowSizes {
  const fitting = Math.min(LARGEST_WINDOW, Math.max(1, Math.trunc(size ?? LARGEST_WINDOW)));
  return { size: fitting, overlap: Math.min(fitting - 1, Math.max(0, Math.trunc(overlap ?? 0))) };
}

/** Cuts a text into windows; none for an empty text. */
export function textWindows(text: string, { size, overlap }: WindowSizes): readonly string[] {
  const windows: string[] = [];
  for (let start = 0; start < text.length; start += size - overlap) {
    windows.push(text.slice(start, start + size));
    if (start + size >= text.length) break;
  }
  return windows;
}
