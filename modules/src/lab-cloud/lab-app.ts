import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { getPath } from "hono/utils/url";
import type { Strike } from "./faults/strike.ts";

/** What travels with a request through the lab cloud; the journal reads it when the answer has begun. */
export interface LabEnv {
  Bindings: HttpBindings;
  Variables: {
    service?: string;
    deployment?: string;
    messageCount?: number;
    /** The fault that struck this request. */
    strike?: Strike;
    /** Tells the log of what fails after the answer has begun. */
    logFailure?: (error: unknown) => void;
  };
}

export type LabApp = Hono<LabEnv>;
export type LabContext = Context<LabEnv>;

/** An app that reads paths as gateways and SDKs really send them. */
export function createLabApp(): LabApp {
  return new Hono<LabEnv>({ getPath: (request) => servedPath(getPath(request)) });
}

const AZURE_OPENAI = /\/openai\/(?:deployments|v1|models|responses|conversations|files|fine_tuning)(?:\/|$)/;
const FOUNDRY_PROJECT = "/api/projects/";
/** Names of resources stand in such a path, and one of them may be `openai`. */
const RESOURCE_MANAGER = /^\/subscriptions(?=\/|$)/i;

/**
 * The path that routes are matched with: doubled slashes collapse, one at the end falls away, and so does what an endpoint
 * has before `/openai/…` (as behind a gateway). A Foundry project has an `/openai/…` of its own and keeps its prefix.
 */
export function servedPath(path: string): string {
  const collapsed = path.replace(/\/{2,}/g, "/").replace(/(?<=.)\/$/, "");
  if (collapsed.startsWith(FOUNDRY_PROJECT)) return collapsed;
  if (RESOURCE_MANAGER.test(collapsed)) return collapsed.replace(RESOURCE_MANAGER, "/subscriptions");
  return collapsed.slice(Math.max(collapsed.search(AZURE_OPENAI), 0));
}
