import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { LabError } from "../core/index.ts";
import type { LabApp } from "./lab-app.ts";
import { refuseAddress, refuseBytes } from "./malformed-request.ts";
import type { CertifiedKey } from "./trust/authority.ts";

export interface ListenerOptions {
  readonly app: LabApp;
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  /** What the port is for, and the variable and flag that change it; all three end up in the error. */
  readonly purpose: string;
  readonly variable: string;
  /** Speaks https with it; without it plain http. */
  readonly certificate?: CertifiedKey;
  /** Asked first, with the request as it came; true when it answers. */
  readonly intercept?: (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;
  /** Neither the listener nor its connections keep the process alive. */
  readonly unref: boolean;
}

export interface Listener {
  /** Base address without a slash at its end, e.g. `http://127.0.0.1:4300`. */
  readonly url: string;
  /** Ends the listener and every connection, open streams included. */
  close(): Promise<void>;
}

/** @throws LabError naming the port when it is none, is taken or may not be used. */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  const { host, certificate, unref, intercept } = options;
  checkPort(options);
  // The globals of a notebook's kernel are not ours to replace, hence overrideGlobalObjects.
  const handle = getRequestListener(options.app.fetch, {
    overrideGlobalObjects: false,
    errorHandler: refuseAddress,
  });
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    if (!intercept?.(incoming, outgoing)) void handle(incoming, outgoing);
  };
  const server = certificate
    ? createHttpsServer({ ...REFUSED_BY_US, key: certificate.key, cert: certificate.certificate }, answer)
    : createHttpServer(REFUSED_BY_US, answer);
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    if (unref) socket.unref();
  });
  server.on("clientError", refuseBytes);
  if (unref) server.unref();
  const port = await listen(server, options);
  return {
    url: `${certificate ? "https" : "http"}://${host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Node would refuse a request without a host too, but without a word. */
const REFUSED_BY_US = { requireHostHeader: false };

const HIGHEST_PORT = 65_535;

function checkPort({ port, purpose, variable }: ListenerOptions): void {
  if (Number.isInteger(port) && port >= 0 && port <= HIGHEST_PORT) return;
  throw new LabError(`${port} (${purpose}) is no port.`, {
    code: "PORT_INVALID",
    hint: `Set ${variable} to a whole number from 1 to ${HIGHEST_PORT} (0 = any free one).`,
  });
}

function listen(server: Server, { host, port, purpose, variable }: ListenerOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on("error", (error: NodeJS.ErrnoException) => reject(portError(error, port, purpose, variable)));
    server.listen({ host, port }, () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}

function portError(error: NodeJS.ErrnoException, port: number, purpose: string, variable: string): LabError {
  const busy = error.code === "EADDRINUSE";
  return new LabError(
    busy
      ? `Port ${port} (${purpose}) is in use.`
      : `Port ${port} (${purpose}) cannot be opened (${error.code ?? error.message}).`,
    {
      code: busy ? "PORT_BUSY" : "PORT_REFUSED",
      hint: `Stop what holds it, or set ${variable} to another port (0 = any free one).`,
      cause: error,
    },
  );
}
