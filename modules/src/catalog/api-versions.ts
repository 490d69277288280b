/** An API version of Azure OpenAI's dated routes (`?api-version=`). */
export interface ApiVersion {
  readonly version: string;
  readonly stage: "stable" | "preview";
  /** Takes `stream_options`, so that a stream can end with its usage. Older ones refuse a request that has it. */
  readonly streamedUsage: boolean;
}

/** Day on which this table was last held against public specifications and reports. */
export const API_VERSIONS_CHECKED = "2026-11-21";

/** The version from which on `stream_options` is taken, as users of the service reported. */
const FIRST_WITH_STREAMED_USAGE = "2024-08-01";

/** The versions of the dated routes that have chat completions, oldest first. */
export const apiVersions: readonly ApiVersion[] = [
  "2023-05-15",
  "2023-12-01-preview",
  "2024-02-01",
  "2024-02-15-preview",
  "2024-03-01-preview",
  "2024-04-01-preview",
  "2024-05-01-preview",
  "2024-06-01",
  "2024-07-01-preview",
  "2024-08-01-preview",
  "2024-09-01-preview",
  "2024-10-01-preview",
  "2024-10-21",
  "2024-12-01-preview",
  "2025-01-01-preview",
  "2025-02-01-preview",
  "2025-03-01-preview",
  "2025-04-01-preview",
].map((version) => ({
  version,
  stage: version.endsWith("-preview") ? "preview" : "stable",
  streamedUsage: tellsStreamedUsage(version),
}));

/** Whether a stream of this version can tell its usage. Versions newer than the table can. */
export function tellsStreamedUsage(version: string): boolean {
  return version.slice(0, FIRST_WITH_STREAMED_USAGE.length) >= FIRST_WITH_STREAMED_USAGE;
}
