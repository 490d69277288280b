import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { explainError, LabError } from "../core/errors.ts";
import { type SpanRecord, type TelemetryResource, type Trace, toOtlpTraces } from "../telemetry/index.ts";

export interface SaveTracesOptions {
  /** `otlp` (default): as OpenTelemetry's collectors and trace viewers read it; `json`: our own spans, as queries of a notebook read them. */
  readonly form?: "otlp" | "json";
  /** Who made the spans, in OTLP. */
  readonly resource?: Partial<TelemetryResource>;
}

/**
 * Writes traces into a file, made with its folder: `saveTraces("traces.json", memory.traces())`.
 * @returns the file's whole path
 * @throws LabError when it cannot be written
 */
export function saveTraces(
  file: string,
  traces: readonly Trace[] | readonly SpanRecord[],
  { form = "otlp", resource = {} }: SaveTracesOptions = {},
): string {
  const path = resolve(file);
  const spans = traces.flatMap((one) => ("spans" in one ? one.spans : [one]));
  const content = form === "otlp" ? toOtlpTraces(spans, { ...HERE, ...resource }) : spans;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
  } catch (error) {
    throw new LabError(`The traces cannot be written to ${file} (${explainError(error)}).`, {
      code: "NOT_SAVED",
      hint: "Name a file in a folder that you may write to.",
      cause: error,
    });
  }
  return path;
}

const HERE: TelemetryResource = {
  service: "hybrid-router",
  version: "0.1.0",
  instance: `notebook-${process.pid}`,
};
