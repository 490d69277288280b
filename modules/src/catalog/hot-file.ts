import type { Clock } from "../core/clock.ts";

/** What happened to a file that is looked at; `at` is milliseconds since 1970. */
export type HotFileEvent =
  | { readonly type: "file-applied"; readonly at: number; readonly file: string; readonly revision: number }
  | {
      readonly type: "file-refused";
      readonly at: number;
      readonly file: string;
      /** One line each, with file and line where there is one. The content from before holds on. */
      readonly problems: readonly string[];
    };

export interface HotFileOptions<Content> {
  readonly file: string;
  /** Reads and checks the file. @throws SettingsError with its problems */
  readonly read: (file: string) => Content;
  /** Takes new content into use; what it throws refuses the content as `read` does. */
  readonly apply?: ((content: Content) => void) | undefined;
  readonly clock?: Clock;
  /** Milliseconds between two looks; default 1000. A change is taken when two looks in a row see the same bytes. */
  readonly intervalMs?: number;
  readonly onEvent?: ((event: HotFileEvent) => void) | undefined;
}

/** A file that is read again when it changes; a bad one leaves the last good content in place. */
export interface HotFile<Content> {
  current(): Content;
  /** 1 for the first content, one more for each that was taken since. */
  readonly revision: number;
  /** Why the file as it lies there is not the content in use; empty when it is. */
  readonly problems: readonly string[];
  /** Begins to look at the file. */
  start(): void;
  /** Looks now, as for a signal or a call of the API. True when new content was taken. */
  reload(): boolean;
  stop(): Promise<void>;
}
