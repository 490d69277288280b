import type { AzureMonitorExporterOptions } from "@azure/monitor-opentelemetry-exporter";
import { ExportError } from "./export-error.ts";

export type AzureMonitorExporterSettings = AzureMonitorExporterOptions;
type AddedPolicy = NonNullable<AzureMonitorExporterSettings["additionalPolicies"]>[number];

/** What an exporter of Azure's SDK tells of its work. */
export interface ExportResult {
  readonly code: number;
  readonly error?: Error;
}

/** Looks at what really goes over the wire: without a store on disk the SDK calls it a success when nobody took anything. */
export interface Wire {
  /** Put into the SDK's pipeline. */
  readonly policy: AddedPolicy;
  /** Resolves when what is sent has arrived; one at a time. @throws ExportError */
  arrival(signal: AbortSignal, send: (told: (result: ExportResult) => void) => Promise<void>): Promise<void>;
}

type Outcome = { readonly status: number } | { readonly error: unknown };

const SUCCESS = 0;

export function createWire(): Wire {
  let signal: AbortSignal | undefined;
  let outcome: Outcome | undefined;
  return {
    policy: {
      position: "perRetry",
      policy: {
        name: "telemetryArrival",
        async sendRequest(request, next) {
          if (signal) request.abortSignal = signal;
          try {
            const response = await next(request);
            outcome = { status: response.status };
            return response;
          } catch (error) {
            outcome = { error };
            throw error;
          }
        },
      },
    },
    async arrival(given, send) {
      signal = given;
      outcome = undefined;
      const result = await new Promise<ExportResult>((resolve, reject) => {
        send(resolve).catch(reject);
      });
      check(outcome, result);
    },
  };
}

/** @throws ExportError when it did not arrive, or only in part. */
function check(outcome: Outcome | undefined, { code, error }: ExportResult): void {
  if (outcome && "error" in outcome)
    throw notTaken("cannot be reached", { retryable: true, cause: outcome.error });
  if (outcome && outcome.status !== 200)
    throw notTaken(`answered ${outcome.status}`, { retryable: isLater(outcome.status) });
  if (code !== SUCCESS) throw notTaken("did not take the telemetry", { retryable: false, cause: error });
}

/** Statuses after which the same may be taken; 206 took a part, which must not be sent twice. */
const isLater = (status: number): boolean => status >= 500 || [408, 429, 439].includes(status);

const notTaken = (what: string, why: { readonly retryable: boolean; readonly cause?: unknown }) =>
  new ExportError(`Application Insights ${what}.`, why);
