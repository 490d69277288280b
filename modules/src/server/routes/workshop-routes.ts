import { z } from "zod";
import { ApiError } from "../http/api-error.ts";
import { type Call, defineRoute, type Route } from "../http/route.ts";
import type { Platform } from "../platform.ts";
import { sessionContext, sessionInsights } from "../sessions/describe-session.ts";
import type { Session } from "../sessions/sessions.ts";
import { answerQuery, queryAnswers, queryBody, queryFields } from "./answer-query.ts";
import { anyRefusal } from "./declared-answers.ts";
import { healthOf } from "./health.ts";

const anything = z.looseObject({});
const parameters = { session_id: z.string().min(1).max(200) };
const told = { 200: { about: "What is known now.", schema: anything }, ...anyRefusal };

/** The routes of the workshop's two back ends: `/route` and its like, and those under `/api`. */
export function workshopRoutes(platform: Platform): readonly Route[] {
  const ask = (path: string, name: string, strategy?: string) =>
    defineRoute({
      method: "POST",
      path,
      name,
      tag: "Workshop",
      about: strategy
        ? `Answers a question; the ${strategy} router decides.`
        : "Answers a question; `strategy` names the router that decides.",
      scope: "chat",
      body: queryBody,
      fields: queryFields,
      answers: queryAnswers,
      metered: true,
      idempotent: true,
      handle: (call) => answerQuery(platform, call, strategy),
    });
  const tell = (path: string, name: string, about: string, body: () => object) =>
    defineRoute({
      method: "GET",
      path,
      name,
      tag: "Workshop",
      about,
      scope: "read",
      answers: told,
      handle: () => ({ body: body() }),
    });
  const ofSession = (
    method: "GET" | "DELETE",
    path: string,
    name: string,
    about: string,
    body: (session: Session, call: Call) => object,
  ) =>
    defineRoute({
      method,
      path,
      name,
      tag: "Workshop",
      about,
      scope: "chat",
      parameters,
      answers: told,
      handle: (call) => ({ body: body(sessionOf(platform, call), call) }),
    });
  const forget = (session: Session, call: Call) => {
    platform.sessions.remove(call.caller, session.id);
    return { session_id: session.id, cleared: true };
  };
  return [
    ask("/route", "routeQuery"),
    ask("/route/bert", "routeQueryByBert", "bert"),
    ask("/route/phi", "routeQueryByPhi", "phi"),
    tell("/status", "getStatus", "Routers that can be used, and health.", () => statusOf(platform)),
    ofSession(
      "GET",
      "/session/{session_id}/context",
      "getSessionContext",
      "The turns of a session.",
      sessionContext,
    ),
    ofSession("DELETE", "/session/{session_id}/context", "clearSessionContext", "Forgets a session.", forget),
    ofSession(
      "GET",
      "/session/{session_id}/insights",
      "getSessionInsights",
      "Who answered in a session.",
      sessionInsights,
    ),
    ask("/api/query", "query"),
    tell("/api/health", "getApiHealth", "Health of all parts.", () => healthOf(platform)),
    tell("/api/system-status", "getSystemStatus", "Routers that can be used, and health.", () =>
      statusOf(platform),
    ),
    tell("/api/capabilities", "getCapabilities", "What this server can do.", () => capabilitiesOf(platform)),
    ofSession("DELETE", "/api/clear-context/{session_id}", "clearContext", "Forgets a session.", forget),
    ofSession(
      "GET",
      "/api/conversation-history/{session_id}",
      "getConversationHistory",
      "The turns of a session.",
      sessionContext,
    ),
    ofSession(
      "GET",
      "/api/conversation-insights/{session_id}",
      "getConversationInsights",
      "Who answered in a session.",
      sessionInsights,
    ),
  ];
}

function sessionOf({ sessions }: Platform, { caller, parameters: { session_id: id = "" } }: Call): Session {
  const session = sessions.find(caller, id);
  if (session) return session;
  throw new ApiError(`There is no session ${JSON.stringify(id.slice(0, 80))}.`, {
    status: 404,
    code: "SESSION_NOT_FOUND",
    param: "session_id",
    hint: "It begins with its first question, and is forgotten when it is long unused.",
  });
}

const HEALTH = { healthy: "healthy", degraded: "degraded", failed: "error" } as const;

function statusOf({ orchestrator }: Platform) {
  const { status, strategy, profile } = orchestrator.state();
  const { names, absent } = orchestrator.routers;
  const available = (name: string) => names.includes(name);
  return {
    availableRouters: {
      ...Object.fromEntries(names.map((name) => [name, true])),
      ...Object.fromEntries(Object.keys(absent).map((name) => [name, false])),
      hybrid: available("hybrid"),
      rule_based: available("rule"),
      bert: available("bert"),
      phi: available("phi"),
    },
    absentRouters: absent,
    systemHealth: HEALTH[status],
    profile,
    strategy,
  };
}

function capabilitiesOf({ orchestrator }: Platform) {
  const { names } = orchestrator.routers;
  const { chains, models } = orchestrator.state();
  return {
    features: {
      multiTurnConversation: true,
      contextManagement: true,
      hybridRouting: names.includes("hybrid"),
      bertRouting: names.includes("bert"),
      phiRouting: names.includes("phi"),
      streaming: true,
    },
    routers: names,
    chains,
    models: models.map(({ name }) => name),
  };
}
