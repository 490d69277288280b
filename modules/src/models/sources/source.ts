import type { Clock } from "../../core/clock.ts";
import type { ModelFile } from "../manifest.ts";

export interface FetchTask {
  readonly file: Pick<ModelFile, "file" | "bytes" | "sha256">;
  /** Path of the file below a folder of models. */
  readonly inFolder: string;
  /** File to write; what is there from an earlier try may be continued. Its content is checked by the caller. */
  readonly part: string;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  /** Bytes of the model file that are there by now. */
  onBytes(received: number): void;
}

/** One way to come by a model file. */
export interface FileSource {
  /** For people: `the hub (OWNER/NAME)`. */
  readonly title: string;
  /**
   * Writes the whole file to `task.part`. Returns whether it continued bytes of an earlier try.
   * @throws any error; its one line is told as the reason why this source did not work.
   */
  fetch(task: FetchTask): Promise<{ continued: boolean }>;
}
