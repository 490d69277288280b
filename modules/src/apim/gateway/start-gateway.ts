import { createServer, type Server } from "node:http";
import type { Socket } from "node:net";
import { LabError } from "../../core/errors.ts";
import { createGateway, type Gateway, type GatewayOptions } from "./gateway.ts";

export interface StartGatewayOptions extends GatewayOptions {
  /** 0 (default) = any free port. */
  readonly port?: number;
  /** Listener and connections do not keep the process alive. */
  readonly unref?: boolean;
}

/** A gateway that listens on this machine. */
export interface RunningGateway extends Omit<Gateway, "handle"> {
  /** Without a slash at its end: `http://127.0.0.1:4310`. */
  readonly url: string;
}

const HOST = "127.0.0.1";
const HIGHEST_PORT = 65_535;

/**
 * Starts a gateway from its configuration.
 * @throws LoadError naming file, line and column of everything that cannot be used; LabError for a port that is taken
 */
export async function startGateway(options: StartGatewayOptions): Promise<RunningGateway> {
  const { port = 0, unref = false } = options;
  checkPort(port);
  const gateway = await createGateway(options);
  const server = createServer({ requireHostHeader: false, keepAliveTimeout: 30_000 }, gateway.handle);
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.setNoDelay(true);
    if (unref) socket.unref();
  });
  if (unref) server.unref();
  const taken = await listen(server, port).catch(async (error: unknown) => {
    await gateway.close();
    throw error;
  });
  return {
    url: `http://${HOST}:${taken}`,
    state: gateway.state,
    traces: gateway.traces,
    reload: gateway.reload,
    advance: gateway.advance,
    clear: gateway.clear,
    get warnings() {
      return gateway.warnings;
    },
    close: async () => {
      await gateway.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      });
    },
  };
}

function checkPort(port: number): void {
  if (Number.isInteger(port) && port >= 0 && port <= HIGHEST_PORT) return;
  throw new LabError(`${port} is no port.`, {
    code: "PORT_INVALID",
    hint: `Give a whole number from 1 to ${HIGHEST_PORT} (0 = any free one).`,
  });
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on("error", (error: NodeJS.ErrnoException) => reject(portError(error, port)));
    server.listen({ host: HOST, port }, () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}

function portError(error: NodeJS.ErrnoException, port: number): LabError {
  const busy = error.code === "EADDRINUSE";
  return new LabError(
    busy
      ? `Port ${port} (API Management emulator) is in use.`
      : `Port ${port} (API Management emulator) cannot be opened (${error.code ?? error.message}).`,
    {
      code: busy ? "PORT_BUSY" : "PORT_REFUSED",
      hint: "Stop what holds it, or give another one with --port (0 = any free one).",
      cause: error,
    },
  );
}
