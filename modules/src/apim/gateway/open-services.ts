import type { Clock } from "../../core/clock.ts";
import type { Logger } from "../../core/logger.ts";
import type { Random } from "../../core/random.ts";
import type { BackendSet } from "../backends/backend-set.ts";
import { internalError } from "../pipeline/gateway-answer.ts";
import type { CachedValue, GatewayServices } from "../pipeline/gateway-services.ts";
import { PolicyError } from "../pipeline/policy-error.ts";
import { BoundedMap } from "./bounded-map.ts";
import type { GatewayJournal } from "./gateway-journal.ts";
import type { GatewayModel } from "./gateway-model.ts";
import type { UpstreamSender } from "./send-upstream.ts";

/** Gives tokens of the gateway's identity; undefined when it has none for `resource`. */
export type IdentityTokenSource = (
  resource: string,
  clientId: string | undefined,
  signal: AbortSignal,
) => Promise<string | undefined>;

export interface ServicesOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly bodyLimitBytes: number;
  readonly journal: GatewayJournal;
  readonly send: UpstreamSender["send"];
  readonly identityToken: IdentityTokenSource | undefined;
  readonly embed: GatewayServices["embed"];
  /** What the last reload gave. */
  current(): { readonly model: GatewayModel; readonly backends: BackendSet };
}

const CACHED_VALUES = 50_000;

/** What policies may use; lives as long as the gateway, so counters and cached values outlive a reload. */
export function openServices(options: ServicesOptions): GatewayServices {
  const { journal, current } = options;
  const states = new BoundedMap<string, unknown>(CACHED_VALUES);
  return {
    clock: options.clock,
    random: options.random,
    logger: options.logger,
    bodyLimitBytes: options.bodyLimitBytes,
    cache: new BoundedMap<string, CachedValue>(CACHED_VALUES),
    embed: options.embed,
    get backends() {
      return current().backends;
    },
    get tenants() {
      return current().model.tenants;
    },
    get certificates() {
      return current().model.certificates;
    },
    get connections() {
      return current().model.connections;
    },
    state: <T>(key: string, make: () => T): T => {
      const value = states.has(key) ? states.get(key) : make();
      // What is used again is young again.
      states.set(key, value);
      // Whoever asks for a key made its value; keys carry their policy's name.
      return value as T;
    },
    emitMetric: journal.addMetric,
    emitTrace: journal.addMessage,
    emitEvent: (logger, body) => journal.addEvent({ logger, body }),
    send: options.send,
    managedIdentityToken: async (resource, clientId, signal) => {
      const known = findToken(current().model.managedIdentityTokens, resource);
      const token = known ?? (await options.identityToken?.(resource, clientId, signal));
      if (token !== undefined) return token;
      throw noIdentity(resource);
    },
  };
}

/** `https://ai.azure.com` and `https://ai.azure.com/` are one resource. */
function findToken(tokens: ReadonlyMap<string, string>, resource: string): string | undefined {
  const bare = resource.replace(/\/$/, "");
  return tokens.get(resource) ?? tokens.get(bare) ?? tokens.get(`${bare}/`);
}

function noIdentity(resource: string): PolicyError {
  return new PolicyError(
    `The gateway has no token for ${resource}: name one in managedIdentity.tokens of the configuration.`,
    {
      source: "authentication-managed-identity",
      reason: "ManagedIdentityTokenNotAvailable",
      response: internalError(),
    },
  );
}
