import { AzureRefusal, bodyTooLarge, methodNotAllowed } from "../azure-refusal.ts";
import { describeFaultOrder } from "../faults/fault-order.ts";
import type { Faults } from "../faults/faults.ts";
import { readHubLabs } from "../hub/hub-labs.ts";
import { HUB_HEADERS, type HubLink, renderHub } from "../hub/hub-page.ts";
import type { LabApp } from "../lab-app.ts";
import type { LabState } from "../lab-state.ts";
import { loopbackOnly } from "../loopback-only.ts";
import { readBody } from "../request-body.ts";
import type { TelemetryStore } from "../telemetry/telemetry-store.ts";
import type { Quotas } from "./azure-openai/quotas.ts";

export interface LabControlOptions {
  readonly readState: () => LabState;
  readonly faults: Faults;
  readonly quotas: Quotas;
  /** What Application Insights received. */
  readonly telemetry: TelemetryStore;
  /** Read at each look, so that whoever passed it may add to it. */
  readonly links: readonly HubLink[];
}

const FRESH = { "cache-control": "no-store" };

/**
 * What no cloud has: the hub page, the state of the lab cloud, faults to order, quotas to start anew, and received telemetry as it
 * was sent.
 */
export function mountLabControl(app: LabApp, options: LabControlOptions): void {
  const { readState, faults, quotas, telemetry, links } = options;
  app.use("/", loopbackOnly({ linkable: true }));
  app.use("/lab/*", loopbackOnly());
  app.get("/", async (c) => {
    const page = await renderHub({ state: readState(), labs: await readHubLabs(), links });
    return c.body(page, 200, HUB_HEADERS);
  });
  app.get("/lab/state", (c) => c.json(readState(), 200, FRESH));
  mountFaults(app, faults);
  app.delete("/lab/quotas", (c) => {
    quotas.reset();
    return c.body(null, 204);
  });
  app.get("/lab/telemetry", (c) => c.json(telemetry.all(), 200, FRESH));
  app.delete("/lab/telemetry", (c) => {
    telemetry.clear();
    return c.body(null, 204);
  });
  for (const [path, allowed] of Object.entries(ALLOWED)) {
    app.all(path, (c) => {
      throw methodNotAllowed(c.req.method, c.req.path, allowed);
    });
  }
}

/** What each path is asked with; other methods are refused. */
const ALLOWED: Readonly<Record<string, string>> = {
  "/": "GET",
  "/lab/state": "GET",
  "/lab/faults": "GET, POST, DELETE",
  "/lab/fault-schema": "GET",
  "/lab/faults/:id": "DELETE",
  "/lab/quotas": "DELETE",
  "/lab/telemetry": "GET, DELETE",
};

const ORDER_LIMIT_BYTES = 1_048_576;

function mountFaults(app: LabApp, faults: Faults): void {
  app.get("/lab/faults", (c) => c.json({ faults: faults.pending() }, 200, FRESH));
  app.get("/lab/fault-schema", (c) => c.json(describeFaultOrder()));
  app.post("/lab/faults", async (c) => {
    const ordered = faults.order(parseJson(await readBody(c, ORDER_LIMIT_BYTES, bodyTooLarge)));
    if (!("problem" in ordered)) return c.json(ordered, 201);
    throw new AzureRefusal(400, { code: "InvalidFault", message: `${ordered.problem}.` });
  });
  app.delete("/lab/faults", (c) => {
    faults.clear();
    return c.body(null, 204);
  });
  app.delete("/lab/faults/:id", (c) => {
    if (faults.withdraw(c.req.param("id"))) return c.body(null, 204);
    throw new AzureRefusal(404, { code: "FaultNotFound", message: "No fault of this id waits." });
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Told to whoever ordered it, with whatever else can be wrong.
    return undefined;
  }
}
