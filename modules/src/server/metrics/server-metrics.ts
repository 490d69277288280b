import type { IncomingMessage, ServerResponse } from "node:http";
import { collectDefaultMetrics, Registry } from "prom-client";
import type { ServedRequest } from "../http/serve-request.ts";
import type { ServedOrchestrator } from "../platform.ts";
import { createGenAiMetrics } from "./genai-metrics.ts";
import { createChatObserver, type ObserveOptions } from "./observe-chat.ts";
import { createRouterMetrics } from "./router-metrics.ts";

export interface ServerMetrics {
  readonly observe: ReturnType<typeof createChatObserver>["observe"];
  served(request: ServedRequest): void;
  /** All figures in Prometheus' text form. */
  read(): Promise<string>;
  /** Serves `GET /metrics`. */
  answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void>;
}

/** Counts for Prometheus. Each server has a registry of its own. */
export function createServerMetrics(
  orchestrator: Pick<ServedOrchestrator, "state">,
  onDone?: ObserveOptions["onDone"],
): ServerMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "" });
  const router = createRouterMetrics(registry);
  const genAi = createGenAiMetrics(registry);
  const chats = createChatObserver({ router, genAi, onDone });
  const read = () => {
    chats.refresh();
    const { models, resilience } = orchestrator.state();
    for (const { name, available } of models) router.modelHealth.set({ model: name }, available ? 1 : 0);
    for (const [deployment, { kind }] of Object.entries(resilience.breakers))
      genAi.breakers.set({ deployment }, kind === "open" ? 1 : kind === "closed" ? 0 : 0.5);
    return registry.metrics();
  };
  return {
    observe: chats.observe,
    served({ route, method, status, seconds }) {
      genAi.http.observe(
        { http_route: route, http_request_method: method, http_response_status_code: String(status) },
        seconds,
      );
    },
    read,
    async answer(incoming, outgoing) {
      const path = (incoming.url ?? "").split("?")[0];
      if (path !== "/metrics" || (incoming.method !== "GET" && incoming.method !== "HEAD")) {
        outgoing.writeHead(404, { "content-type": "text/plain" }).end("Metrics are at GET /metrics.\n");
        return;
      }
      const text = await read();
      outgoing.writeHead(200, {
        "content-type": registry.contentType,
        "content-length": Buffer.byteLength(text),
      });
      outgoing.end(incoming.method === "HEAD" ? undefined : text);
    },
  };
}
