import type { LabCloud } from "../src/lab-cloud/index.ts";
import { variable } from "./start-test-cloud.ts";

const NAMES = {
  RequestData: "Request",
  RemoteDependencyData: "RemoteDependency",
  ExceptionData: "Exception",
  MessageData: "Message",
  EventData: "Event",
  MetricData: "Metric",
} as const;

/** What an item of telemetry may be given. */
export interface ItemOptions {
  readonly time?: string;
  readonly iKey?: string;
  readonly sampleRate?: number;
  readonly tags?: Readonly<Record<string, string>>;
}

/** The key in the connection string of the environment block. */
function instrumentationKey(cloud: LabCloud): string {
  return (
    /InstrumentationKey=([^;]+)/.exec(variable(cloud, "APPLICATIONINSIGHTS_CONNECTION_STRING"))?.[1] ?? ""
  );
}

/** An item as exporters send it. */
export function telemetryItem(
  cloud: LabCloud,
  baseType: keyof typeof NAMES,
  baseData: object,
  options: ItemOptions = {},
) {
  return {
    ver: 1,
    name: `Microsoft.ApplicationInsights.${NAMES[baseType]}`,
    time: new Date().toISOString(),
    iKey: instrumentationKey(cloud),
    tags: { "ai.operation.id": "0af7651916cd43dd8448eb211c80319c" },
    ...options,
    data: { baseType, baseData: { ver: 2, ...baseData } },
  };
}
