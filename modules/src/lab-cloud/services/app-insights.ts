import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { z } from "zod";
import type { Clock } from "../../core/index.ts";
import { AzureRefusal, bodyTooLarge } from "../azure-refusal.ts";
import type { LabContext } from "../lab-app.ts";
import { isFromHere } from "../loopback-only.ts";
import { readBytes } from "../request-body.ts";
import { type Envelope, isHousekeeping, readEnvelope } from "../telemetry/envelope.ts";
import type { TelemetryStore } from "../telemetry/telemetry-store.ts";
import type { LabSecrets } from "../trust/lab-secrets.ts";
import type { LabRoute, LabService } from "./service.ts";

export interface AppInsightsOptions {
  readonly store: TelemetryStore;
  readonly secrets: LabSecrets;
  readonly clock: Clock;
  /** Keys of components that were deployed to the lab cloud. */
  readonly deployedKeys: () => readonly string[];
}

const BODY_LIMIT_BYTES = 16 * 1_048_576;
const unzip = promisify(gunzip);

/** The key that samples stand with; from this machine it is taken in place of one's own. */
const SAMPLE_KEY = /^0{8}-0{4}-0{4}-0{4}-\d{12}$/;

/** Application Insights: takes in what exporters send. It is read by queries, and at `GET /lab/telemetry`. */
export function createAppInsights({ store, secrets, clock, deployedKeys }: AppInsightsOptions): LabService {
  const ownKey = secrets.uuid("instrumentation");
  const track = async (c: LabContext): Promise<Response> => {
    const items = parseItems(await readContent(c));
    const isKnown = (key: string) =>
      key.toLowerCase() === ownKey ||
      deployedKeys().includes(key.toLowerCase()) ||
      (SAMPLE_KEY.test(key) && isFromHere(c));
    const read = items.map((item, index) => readItem(item, index, isKnown));
    const accepted = read.filter((each) => "envelope" in each).map(({ envelope }) => envelope);
    store.add(accepted.filter((envelope) => !isHousekeeping(envelope)));
    const errors = read.filter((each) => "message" in each);
    const status = errors.length === 0 ? 200 : accepted.length === 0 ? 400 : 206;
    const counts = { itemsReceived: items.length, itemsAccepted: accepted.length };
    return Response.json({ ...counts, appId: secrets.uuid("application"), errors }, { status });
  };
  const liveMetrics = (): Response =>
    new Response(null, { status: 200, headers: liveMetricsHeaders(clock.now()) });
  const routes: readonly LabRoute[] = [
    { method: "POST", path: "/v2.1/track", handle: track },
    { method: "POST", path: "/v2/track", handle: track },
    { method: "POST", path: "/QuickPulseService.svc/ping", handle: liveMetrics },
    { method: "POST", path: "/QuickPulseService.svc/post", handle: liveMetrics },
  ];
  return {
    name: "app-insights",
    title: "Application Insights",
    routes,
    health: () => ({ state: "ready", note: describeStore(store) }),
  };
}

function describeStore(store: TelemetryStore): string {
  const { kept, dropped } = store.counts();
  const lost = dropped > 0 ? `, ${dropped} older ones are gone` : "";
  return `${kept} items received and kept in memory${lost}.`;
}

/** Nobody watches, so the exporter need not send. */
const liveMetricsHeaders = (nowMs: number) => ({
  "x-ms-qps-subscribed": "false",
  "x-ms-qps-transition-time": String(Math.round(nowMs)),
});

interface ItemError {
  readonly index: number;
  readonly statusCode: number;
  readonly message: string;
}

function readItem(
  item: unknown,
  index: number,
  isKnown: (key: string) => boolean,
): { readonly envelope: Envelope } | ItemError {
  const read = readEnvelope(item);
  if ("problem" in read) return { index, statusCode: 400, message: read.problem };
  if (isKnown(read.envelope.iKey)) return read;
  return {
    index,
    statusCode: 400,
    message:
      "Invalid instrumentation key: it is neither the one in the lab cloud's connection string nor that of a component deployed to it.",
  };
}

async function readContent(c: LabContext): Promise<string> {
  const bytes = await readBytes(c, BODY_LIMIT_BYTES, bodyTooLarge);
  if (!c.req.header("content-encoding")?.toLowerCase().includes("gzip")) return bytes.toString("utf8");
  try {
    return (await unzip(bytes, { maxOutputLength: BODY_LIMIT_BYTES })).toString("utf8");
  } catch (error) {
    if (isTooLarge(error)) throw bodyTooLarge(BODY_LIMIT_BYTES);
    throw refused("The body says it is gzip, and is not.");
  }
}

const isTooLarge = (error: unknown) =>
  error instanceof RangeError && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";

const itemList = z.union([z.array(z.unknown()), z.unknown().transform((item) => [item])]);

/** A JSON array, one object, or one object a line. */
function parseItems(text: string): readonly unknown[] {
  const whole = parseJson(text);
  const items =
    whole === undefined
      ? text
          .split("\n")
          .filter((line) => line.trim())
          .map(parseJson)
      : itemList.parse(whole);
  if (items.length === 0 || items.includes(undefined))
    throw refused("The body is neither a JSON array of items nor one item a line.");
  return items;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Told by the caller.
    return undefined;
  }
}

const refused = (message: string) => new AzureRefusal(400, { code: "InvalidBody", message });
