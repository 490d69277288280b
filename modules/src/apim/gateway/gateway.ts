import type { IncomingMessage, ServerResponse } from "node:http";
import { type Clock, systemClock } from "../../core/clock.ts";
import { explainError } from "../../core/errors.ts";
import { type Logger, silentLogger } from "../../core/logger.ts";
import type { Random } from "../../core/random.ts";
import type { BackendStatus } from "../backends/backend-set.ts";
import { createBackendSet } from "../backends/create-backend-set.ts";
import { LoadError, type LoadProblem } from "../documents/load-error.ts";
import { gatewayAnswer } from "../pipeline/gateway-answer.ts";
import type { EmittedMetric, EmittedTrace, GatewayServices } from "../pipeline/gateway-services.ts";
import { answerControl, CONTROL_PATH, type ControlSources } from "./control-endpoints.ts";
import {
  createGatewayJournal,
  type EmittedEvent,
  type GatewayCounts,
  type GatewayTrace,
} from "./gateway-journal.ts";
import type { GatewaySource } from "./gateway-source.ts";
import { loadGatewayModel } from "./load-gateway-model.ts";
import { type IdentityTokenSource, openServices } from "./open-services.ts";
import { readResolveMap } from "./resolve-map.ts";
import { createUpstreamSender } from "./send-upstream.ts";
import { serveRequest } from "./serve-request.ts";
import { createVirtualClock, type VirtualClock } from "./virtual-clock.ts";
import { createWaitingClock } from "./waiting-clock.ts";
import { watchFiles } from "./watch-files.ts";

export interface GatewayOptions extends GatewaySource {
  /** Origins and where requests to them really go; an origin that is not named is refused. Without it all may be reached. */
  readonly resolve?: Readonly<Record<string, string>> | undefined;
  /** A virtual clock, and the caller's address from `X-Emulator-Client-Ip`. Default false. */
  readonly testMode?: boolean;
  /** Default: a virtual one in test mode, else the machine's. */
  readonly clock?: Clock;
  readonly random?: Random;
  readonly logger?: Logger;
  /** Whether a change of a file is taken up at once. Default true. */
  readonly watch?: boolean;
  /** Whether each request's steps are kept. Default true. */
  readonly traces?: boolean;
  /** Sends instead of the network. */
  readonly send?: GatewayServices["send"];
  /** Asked for tokens that the configuration does not name. */
  readonly identityToken?: IdentityTokenSource;
  /** Texts into unit vectors, for the semantic cache. */
  readonly embed?: GatewayServices["embed"];
  /** Most bytes of a request, and of an answer that a policy reads. Default 10 MB. */
  readonly bodyLimitBytes?: number;
}

/** How the last attempt to read the files ended. */
export interface ReloadOutcome {
  readonly ok: boolean;
  readonly problems: readonly LoadProblem[];
}

export interface GatewayState {
  readonly metrics: readonly EmittedMetric[];
  /** Messages of the `trace` policy. */
  readonly traces: readonly EmittedTrace[];
  readonly events: readonly EmittedEvent[];
  readonly lastRequest: { readonly waitedMs: number } | undefined;
  readonly requests: GatewayCounts;
  readonly backends: readonly BackendStatus[];
  /** ISO time of the gateway's clock. */
  readonly now: string;
  readonly reload: ReloadOutcome & { readonly count: number };
  /** What the definitions leave open or what has no effect. */
  readonly warnings: readonly LoadProblem[];
}

/** A gateway without a port: give it requests of any `node:http` server. */
export interface Gateway {
  handle(incoming: IncomingMessage, outgoing: ServerResponse): void;
  state(): GatewayState;
  /** The requests' ways, the newest last. */
  traces(): readonly GatewayTrace[];
  /** Reads the files again, or another configuration; what cannot be used leaves everything as it was and says why. */
  reload(source?: GatewaySource): Promise<ReloadOutcome>;
  /** Moves the virtual clock. Throws without one. */
  advance(ms: number): void;
  /** Forgets metrics, messages, events and traces. */
  clear(): void;
  readonly warnings: readonly LoadProblem[];
  close(): Promise<void>;
}

const BODY_LIMIT_BYTES = 10 * 1024 * 1024;
const CLIENT_IP_HEADER = "X-Emulator-Client-Ip";

/** @throws LoadError naming file, line and column of everything that cannot be used */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { logger = silentLogger, random = Math.random, testMode = false } = options;
  const { bodyLimitBytes = BODY_LIMIT_BYTES } = options;
  const resolveMap = options.resolve && readResolveMap(options.resolve, "The resolve map");
  let source: GatewaySource = options;
  let loaded = await loadGatewayModel(source);
  if (!loaded.model) throw new LoadError(loaded.problems);
  let model = loaded.model;
  let reloads = 0;
  let outcome: ReloadOutcome = { ok: true, problems: [] };

  const virtual = options.clock === undefined && testMode ? virtualClock(model.clockStartsAt) : undefined;
  const clock = createWaitingClock(options.clock ?? virtual ?? systemClock);
  const backends = createBackendSet({ definitions: model.backends, clock, random });
  const journal = createGatewayJournal();
  const sender = createUpstreamSender({ resolve: resolveMap, bodyLimitBytes });
  const services = openServices({
    clock,
    random,
    logger,
    bodyLimitBytes,
    journal,
    send: options.send ?? sender.send,
    identityToken: options.identityToken,
    embed: options.embed,
    current: () => ({ model, backends }),
  });
  const serving = {
    services,
    clock,
    journal,
    logger,
    bodyLimitBytes,
    keepTraces: options.traces ?? true,
    clientIpHeader: testMode ? CLIENT_IP_HEADER : undefined,
  };

  let reloading: Promise<unknown> = Promise.resolve();
  const reload = (next: GatewaySource = source): Promise<ReloadOutcome> => {
    const run = reloading.then(async () => {
      loaded = await loadGatewayModel(next);
      watching?.follow(loaded.files);
      outcome = { ok: loaded.model !== undefined, problems: loaded.problems };
      if (loaded.model) {
        source = next;
        model = loaded.model;
        reloads += 1;
        backends.replace(model.backends);
        logger.info("The gateway has taken up its files again.");
      } else {
        for (const line of new LoadError(loaded.problems).message.split("\n")) logger.error(line);
        logger.warn("The gateway goes on as it was until that is mended.");
      }
      return outcome;
    });
    reloading = run;
    return run;
  };
  const watching = (options.watch ?? true) ? watchFiles(() => void reload()) : undefined;
  watching?.follow(loaded.files);

  const state = (): GatewayState => {
    const last = journal.traces.at(-1);
    return {
      metrics: journal.metrics,
      traces: journal.messages,
      events: journal.events,
      lastRequest: last && { waitedMs: last.waitedMs },
      requests: journal.counts,
      backends: backends.status(),
      now: new Date(clock.now()).toISOString(),
      reload: { ...outcome, count: reloads },
      warnings: model.warnings,
    };
  };
  const control: ControlSources = {
    clock: virtual,
    state,
    traces: () => journal.traces,
    events: () => journal.events,
    clear: journal.clear,
    reload: () => reload(),
  };

  return {
    handle: (incoming, outgoing) => {
      const { url = "" } = incoming;
      const work = url.startsWith(CONTROL_PATH)
        ? sendControl(incoming, outgoing, control)
        : serveRequest(model, incoming, outgoing, serving);
      work.catch((error: unknown) => {
        logger.error(`A request failed: ${explainError(error)}`);
        outgoing.destroy();
      });
    },
    state,
    traces: () => journal.traces,
    reload,
    advance: (ms) => moveClock(virtual, ms),
    clear: journal.clear,
    get warnings() {
      return model.warnings;
    },
    close: async () => {
      watching?.close();
      await sender.close();
    },
  };
}

const virtualClock = (startsAt: number | undefined) => createVirtualClock(startsAt ?? Date.now());

function moveClock(clock: VirtualClock | undefined, ms: number): void {
  if (!clock) throw new Error("The gateway's clock is the machine's own; only in test mode it can be moved.");
  clock.advance(ms);
}

async function sendControl(incoming: IncomingMessage, outgoing: ServerResponse, sources: ControlSources) {
  const [path = ""] = (incoming.url ?? "").split("?");
  const { status, content } = await answerControl(incoming, path, sources);
  const answer =
    status === 200 ? JSON.stringify(content) : JSON.stringify(content ?? gatewayAnswer(status, ""));
  outgoing.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(answer),
    "cache-control": "no-store",
  });
  outgoing.end(answer);
}
