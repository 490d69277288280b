import { SettingsError } from "../core/errors.ts";
import { ExportError } from "./export-error.ts";
import type { TelemetryExporter } from "./exporter.ts";
import type { TelemetryResource } from "./span-record.ts";
import { toOtlpMetrics, toOtlpTracesText } from "./to-otlp.ts";

export interface OtlpExporterOptions {
  /** Address of a collector: `http://localhost:4318`; `/v1/traces` and `/v1/metrics` are added. */
  readonly endpoint: string;
  /** Sent with each request, e.g. a key. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly resource: TelemetryResource;
}

/**
 * Sends telemetry to an OpenTelemetry collector: OTLP over HTTP in JSON. Opens no connection before the first spans.
 * @throws SettingsError for an address that cannot be used
 */
export function createOtlpExporter({
  endpoint,
  headers = {},
  resource,
}: OtlpExporterOptions): TelemetryExporter {
  const base = checkedEndpoint(endpoint);
  const post = async (path: string, body: string, signal: AbortSignal) => {
    const response = await reach(`${base}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
      redirect: "error",
      signal,
    });
    await response.body?.cancel();
    if (!response.ok) throw refused(response.status);
  };
  return {
    name: "otlp",
    export: (spans, signal) => post("/v1/traces", toOtlpTracesText(spans, resource), signal),
    exportMetrics: (metrics, signal) =>
      post("/v1/metrics", JSON.stringify(toOtlpMetrics(metrics, resource)), signal),
  };
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
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
