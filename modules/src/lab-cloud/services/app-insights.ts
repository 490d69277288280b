import { promisify } from "node:util";
import { unzip as unzipped } from "node:zlib";
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
const unzip = promisify(unzipped);

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
  /** Older clients ask which application a key is of, before they name it to those whom they call. */
  const applicationOf = (c: LabContext): Response =>
    c.req.param("key")?.toLowerCase() === ownKey
      ? c.text(secrets.uuid("application"))
      : new Response(null, { status: 404 });
  const routes: readonly LabRoute[] = [
    { method: "GET", path: "/api/profiles/:key/appId", handle: applicationOf },
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
  if (item === NO_JSON) return { index, statusCode: 400, message: "the item: is no JSON" };
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
  const encoding = c.req.header("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding === "identity") return bytes.toString("utf8");
  if (encoding !== "gzip" && encoding !== "deflate")
    throw new AzureRefusal(415, {
      code: "UnsupportedEncoding",
      message: `A body comes as it is, or in gzip or deflate, not in '${encoding.slice(0, 40)}'.`,
    });
  try {
    return (await unzip(bytes, { maxOutputLength: BODY_LIMIT_BYTES })).toString("utf8");
  } catch (error) {
    if (isTooLarge(error)) throw bodyTooLarge(BODY_LIMIT_BYTES);
    throw refused(`The body says it is ${encoding}, and is not.`);
  }
}

const isTooLarge = (error: unknown) =>
  error instanceof RangeError && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";

const itemList = z.union([z.array(z.unknown()), z.unknown().transform((item) => [item])]);

/** What stands for a line that is no JSON. */
const NO_JSON = Symbol("no JSON");

/** A JSON array, one object, or one object a line. Of lines, some may be wrong: they are told by their index. */
function parseItems(given: string): readonly unknown[] {
  const text = given.replace(/^\uFEFF/, "");
  const whole = parseJson(text);
  const items =
    whole === undefined
      ? text
          .split("\n")
          .filter((line) => line.trim())
          .map((line) => parseJson(line) ?? NO_JSON)
      : itemList.parse(whole);
  if (items.every((item) => item === NO_JSON))
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
