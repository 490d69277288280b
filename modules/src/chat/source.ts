/** Who answered, in the words of the workshop's API. A fallback appends `-fallback`. */
export const SOURCES = [
  "local",
  "apim",
  "foundry",
  "azure",
  "cloud",
  "hybrid",
  "agent",
  "mock",
  "error",
  "system",
] as const;

export type Source = (typeof SOURCES)[number];

/** `azure`, or `azure-fallback` when another source had been planned first. */
export type SourceLabel = Source | `${Source}-fallback`;

/** Where a request can be served; `cloud` is a publisher's own service, as OpenAI's. */
export type Tier = "local" | "apim" | "foundry" | "azure" | "cloud";

export function sourceLabel(source: Source, fallbackUsed: boolean): SourceLabel {
  return fallbackUsed ? `${source}-fallback` : source;
}

export function isSourceLabel(value: string): value is SourceLabel {
  return SOURCES.includes(value.replace(/-fallback$/, "") as Source);
}

const TAGS: Readonly<Record<Source, string>> = {
  local: "LOCAL",
  apim: "APIM",
  foundry: "FOUNDRY-AGENT",
  azure: "AZURE",
  cloud: "CLOUD",
  hybrid: "HYBRID",
  agent: "AGENT",
  mock: "MOCK",
  error: "ERROR",
  system: "SYSTEM",
};

/** The tag set before an answer: `[LOCAL]`, or with a star when it was a fallback: `[APIM*]`, `[FOUNDRY*]`. */
export function sourceTag(label: SourceLabel): string {
  const source = label.replace(/-fallback$/, "") as Source;
  if (!label.endsWith("-fallback")) return `[${TAGS[source]}]`;
  return `[${source === "foundry" ? "FOUNDRY" : TAGS[source]}*]`;
}
