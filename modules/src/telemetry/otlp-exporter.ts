import { request } from "undici";
import { SettingsError } from "../core/errors.ts";
import { ExportError } from "./export-error.ts";
import type { TelemetryExporter } from "./exporter.ts";
import { createOtlpBody } from "./otlp-body.ts";
import type { TelemetryResource } from "./span-record.ts";
import { toOtlpMetrics } from "./to-otlp.ts";

export interface OtlpExporterOptions {
  /** Address of a collector: `http://localhost:4318`; `/v1/traces` and `/v1/metrics` are added. */
  readonly endpoint: string;
  /** Sent with each request, e.g. a key. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly resource: TelemetryResource;
}

/**
 * Sends telemetry to an OpenTelemetry collector: OTLP over HTTP in JSON, one request a batch over a connection that is kept. Opens
 * none before the first spans.
 * @throws SettingsError for an address that cannot be used
 */
export function createOtlpExporter({
  endpoint,
  headers = {},
  resource,
}: OtlpExporterOptions): TelemetryExporter {
  const base = checkedEndpoint(endpoint);
  const sent = { "content-type": "application/json", ...headers };
  const spansBody = createOtlpBody(resource);
  const post = async (path: string, body: string | Uint8Array, signal: AbortSignal) => {
    const status = await reach(`${base}${path}`, { headers: sent, body, signal });
    if (status < 200 || status >= 300) throw refused(status);
  };
  return {
    name: "otlp",
    export: (spans, signal) => post("/v1/traces", spansBody(spans), signal),
    exportMetrics: (metrics, signal) =>
      post("/v1/metrics", JSON.stringify(toOtlpMetrics(metrics, resource)), signal),
  };
}

interface Post {
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array;
  readonly signal: AbortSignal;
}

/** Resolves with the status. It goes to undici itself: `fetch` would cost several times what the batch does. */
async function reach(url: string, post: Post): Promise<number> {
  try {
    const { statusCode, body } = await request(url, { method: "POST", ...post });
    await body.dump();
    return statusCode;
  } catch (cause) {
    throw new ExportError("The collector cannot be reached.", { retryable: true, cause });
  }
}

/** As OTLP has it: only these may be sent again. */
const LATER = new Set([429, 502, 503, 504]);

const refused = (status: number) =>
  new ExportError(`The collector answered ${status}.`, { retryable: LATER.has(status) });

function checkedEndpoint(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)
    throw new SettingsError(
      ["The address of the OTLP collector is no http or https address without a password."],
      "Write it as http://localhost:4318 and keys as headers.",
    );
  return `${url.origin}${url.pathname.replace(/\/(?:v1\/(?:traces|metrics))?\/?$/, "")}`;
}
