import { bodyTooLarge } from "../azure-refusal.ts";
import type { Faults } from "../faults.ts";
import { readHubLabs } from "../hub/hub-labs.ts";
import { HUB_HEADERS, type HubLink, renderHub } from "../hub/hub-page.ts";
import type { LabApp } from "../lab-app.ts";
import type { LabState } from "../lab-state.ts";
import { loopbackOnly } from "../loopback-only.ts";
import { readBody } from "../request-body.ts";

export interface LabControlOptions {
  readonly readState: () => LabState;
  readonly faults: Faults;
  /** Read at each look, so that whoever passed it may add to it. */
  readonly links: readonly HubLink[];
}

const ORDER_LIMIT_BYTES = 1_048_576;

/** What no cloud has: the hub page, the state of the lab cloud, and faults to order. */
export function mountLabControl(app: LabApp, { readState, faults, links }: LabControlOptions): void {
  app.use("/", loopbackOnly({ linkable: true }));
  app.use("/lab/*", loopbackOnly());
  app.get("/", async (c) => {
    const page = await renderHub({ state: readState(), labs: await readHubLabs(), links });
    return c.body(page, 200, HUB_HEADERS);
  });
  app.get("/lab/state", (c) => c.json(readState(), 200, { "cache-control": "no-store" }));
  app.post("/lab/faults", async (c) => {
    const ordered = faults.order(parseJson(await readBody(c, ORDER_LIMIT_BYTES, bodyTooLarge)));
    if (!("problem" in ordered)) return c.json(ordered, 201);
    return c.json({ error: { code: "InvalidFault", message: `${ordered.problem}.` } }, 400);
  });
  app.delete("/lab/faults", (c) => {
    faults.clear();
    return c.body(null, 204);
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
