import type { IncomingMessage, ServerResponse } from "node:http";
import type { Gateway, GatewayConfig, GatewayOptions, LoadProblem } from "../../../apim/index.ts";
import { explainError, type Logger } from "../../../core/index.ts";

/** A service and all that its gateway needs to know of it. */
export interface GatewayOrder {
  readonly name: string;
  readonly config: GatewayConfig;
  /** Names that problems of the configuration have, and the files they are in. */
  readonly files: ReadonlyMap<string, string>;
}

/** The gateways that were deployed to the lab cloud, each below `/apim/NAME`. */
export interface Gateways {
  /** Sets up a gateway, or gives it another configuration; problems leave it as it was. */
  configure(order: GatewayOrder): Promise<readonly LoadProblem[]>;
  remove(name: string): Promise<void>;
  names(): readonly string[];
  /** Answers what is addressed to a gateway; false for everything else. */
  handle(incoming: IncomingMessage, outgoing: ServerResponse): boolean;
  close(): Promise<void>;
}

export type GatewaysOptions = Pick<GatewayOptions, "identityToken" | "clock"> & {
  readonly logger: Logger;
  /** Told of each request when its answer is over, by path without query. */
  readonly onRequest?: (request: {
    readonly method: string;
    readonly path: string;
    readonly status: number;
    readonly ms: number;
  }) => void;
  /** Tenants whose tokens gateways check, and where their keys are. */
  readonly tenants?: () => NonNullable<GatewayConfig["tenants"]>;
};

const ADDRESS = /^\/apim\/([^/?]+)(\/[^?]*)?(\?.*)?$/i;

export function createGateways({ tenants, onRequest, ...options }: GatewaysOptions): Gateways {
  const running = new Map<string, Gateway>();
  const keyOf = (name: string) => name.toLowerCase();
  return {
    async configure({ name, files, ...order }) {
      const config = { ...order.config, ...(tenants && { tenants: tenants() }) };
      const named = (problems: readonly LoadProblem[]) =>
        problems.map((problem) => ({ ...problem, file: files.get(problem.file) ?? problem.file }));
      const present = running.get(keyOf(name));
      if (present) return named((await present.reload({ config })).problems);
      // Loaded only now: most labs never deploy a gateway.
      const { createGateway, LoadError } = await import("../../../apim/index.ts");
      try {
        running.set(keyOf(name), await createGateway({ ...options, config, watch: false }));
        return [];
      } catch (error) {
        if (error instanceof LoadError) return named(error.problems);
        throw error;
      }
    },
    async remove(name) {
      const gateway = running.get(keyOf(name));
      running.delete(keyOf(name));
      await gateway?.close();
    },
    names: () => [...running.keys()],
    handle(incoming, outgoing) {
      const [, name, path = "/", query = ""] = ADDRESS.exec(incoming.url ?? "") ?? [];
      if (name === undefined) return false;
      const started = performance.now();
      outgoing.once("close", () =>
        onRequest?.({
          method: incoming.method ?? "GET",
          path: `/apim/${name}${path}`,
          status: outgoing.statusCode,
          ms: Math.round((performance.now() - started) * 10) / 10,
        }),
      );
      const gateway = running.get(keyOf(decoded(name)));
      if (!gateway) refuse(outgoing, name, [...running.keys()]);
      else {
        incoming.url = `${path}${query}`;
        gateway.handle(incoming, outgoing);
      }
      return true;
    },
    async close() {
      const gateways = [...running.values()];
      running.clear();
      await Promise.all(
        gateways.map((gateway) =>
          gateway.close().catch((error: unknown) => options.logger.warn(explainError(error))),
        ),
      );
    },
  };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Azure has no host of that name; here the path leads nowhere. */
function refuse(outgoing: ServerResponse, name: string, known: readonly string[]): void {
  const message = `No gateway "${name.slice(0, 60)}" is deployed to the lab cloud; there are ${known.join(", ") || "none"}. Deploy one first.`;
  const body = JSON.stringify({ error: { code: "GatewayNotFound", message } });
  outgoing.writeHead(404, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
  outgoing.end(body);
}
