import { z } from "zod";
import type { Clock } from "../../core/index.ts";
import { AzureRefusal, bodyTooLarge } from "../azure-refusal.ts";
import type { LabContext } from "../lab-app.ts";
import { readBody } from "../request-body.ts";
import type { TelemetryStore } from "../telemetry/telemetry-store.ts";
import { createTelemetryTables, type Naming } from "../telemetry/telemetry-tables.ts";
import type { LabSecrets } from "../trust/lab-secrets.ts";
import { answerQuery, type QueryPlace } from "./log-analytics/answer-query.ts";
import { checkQueryCaller } from "./log-analytics/query-caller.ts";
import { badArgument, resourceNotFound, workspaceNotFound } from "./log-analytics/query-refusal.ts";
import type { LabRoute, LabService } from "./service.ts";

export interface LogAnalyticsOptions {
  /** What Application Insights received. */
  readonly store: TelemetryStore;
  readonly clock: Clock;
  /** Ids of workspaces that were deployed here; all of them hold the same telemetry. */
  readonly deployedWorkspaces: () => readonly string[];
  readonly secrets: LabSecrets;
}

const BODY_LIMIT_BYTES = 1_048_576;
const MOST_QUERIES = 100;
/** Workspace or component that samples stand with. */
const SAMPLE_ID = /^0{8}-0{4}-0{4}-0{4}-\d{12}$/;
const RESOURCE =
  /^\/v1\/subscriptions\/([^/]+)\/resourcegroups\/[^/]+\/providers\/(?:microsoft\.insights\/components|microsoft\.operationalinsights\/workspaces)\/[^/]+\/query$/i;

const batchOrder = z.object({
  requests: z
    .array(
      z.object({
        id: z.string(),
        headers: z.record(z.string(), z.string()).nullish(),
        workspace: z.string(),
        body: z.unknown(),
      }),
    )
    .max(MOST_QUERIES),
});

/** Queries over what Application Insights received, in a subset of KQL. */
export function createLogAnalytics(options: LogAnalyticsOptions): LabService {
  const { store, secrets, clock, deployedWorkspaces } = options;
  const workspaceId = secrets.uuid("workspace");
  const applicationId = secrets.uuid("application");
  const place: QueryPlace = { tables: createTelemetryTables(store, { workspaceId, applicationId }), clock };

  const checkId = (given: string, own: string) => {
    if (given.toLowerCase() !== own && !SAMPLE_ID.test(given)) throw workspaceNotFound(given);
  };
  const checkWorkspace = (given: string) => {
    if (!deployedWorkspaces().includes(given.toLowerCase())) checkId(given, workspaceId);
  };
  const answer = async (c: LabContext, naming: Naming): Promise<Response> => {
    const order = c.req.method === "GET" ? c.req.query() : await readJson(c);
    return Response.json(answerQuery(order, c.req.header("prefer") ?? "", { ...place, naming }));
  };

  const ofWorkspace = (c: LabContext) => {
    checkQueryCaller(c, secrets, clock.now());
    checkWorkspace(c.req.param("workspace") ?? "");
    return answer(c, "workspace");
  };
  const ofApplication = (c: LabContext) => {
    checkQueryCaller(c, secrets, clock.now());
    checkId(c.req.param("application") ?? "", applicationId);
    return answer(c, "classic");
  };
  const ofResource = (c: LabContext) => {
    checkQueryCaller(c, secrets, clock.now());
    const subscription = RESOURCE.exec(c.req.path.replace(/\/{2,}/g, "/"))?.[1];
    if (subscription?.toLowerCase() !== secrets.uuid("subscription") && !SAMPLE_ID.test(subscription ?? ""))
      throw resourceNotFound();
    return answer(c, /microsoft\.insights/i.test(c.req.path) ? "classic" : "workspace");
  };
  const batch = async (c: LabContext): Promise<Response> => {
    checkQueryCaller(c, secrets, clock.now());
    const read = batchOrder.safeParse(await readJson(c));
    if (!read.success)
      throw badArgument(`The body is { requests: [{ id, workspace, body }] }, with at most ${MOST_QUERIES}.`);
    return Response.json({ responses: read.data.requests.map(answerOne) });
  };
  const answerOne = ({ id, headers, workspace, body }: z.infer<typeof batchOrder>["requests"][number]) => {
    try {
      checkWorkspace(workspace);
      const prefer = headers?.["prefer"] ?? headers?.["Prefer"] ?? "";
      return { id, status: 200, body: answerQuery(body, prefer, place) };
    } catch (error) {
      if (error instanceof AzureRefusal) return { id, status: error.status, body: { error: error.body } };
      throw error;
    }
  };
  const routes: readonly LabRoute[] = [
    { method: "POST", path: "/v1/workspaces/:workspace/query", handle: ofWorkspace },
    { method: "GET", path: "/v1/workspaces/:workspace/query", handle: ofWorkspace },
    { method: "POST", path: "/v1/apps/:application/query", handle: ofApplication },
    { method: "GET", path: "/v1/apps/:application/query", handle: ofApplication },
    { method: "POST", path: "/v1/subscriptions/*", handle: ofResource },
    { method: "POST", path: "/v1/$batch", handle: batch },
  ];
  return {
    name: "log-analytics",
    title: "Log Analytics",
    routes,
    health: () => ({ state: "ready", note: "Runs a subset of KQL over what Application Insights received." }),
  };
}

async function readJson(c: LabContext): Promise<unknown> {
  try {
    return JSON.parse(await readBody(c, BODY_LIMIT_BYTES, bodyTooLarge));
  } catch (error) {
    if (error instanceof AzureRefusal) throw error;
    throw badArgument("The body is no JSON.");
  }
}
