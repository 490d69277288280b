import { lookup } from "node:dns/promises";
import { request } from "node:http";
import { connect, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { type Clock, systemClock } from "../core/clock.ts";
import type { HostReach } from "./machine.ts";

export interface ReachOptions {
  /** Time for name, connection and TLS handshake together. Default: 2000. */
  readonly timeoutMs?: number;
  /** `http://host:port` of a proxy to ask for the connection. */
  readonly proxy?: URL | undefined;
  readonly clock?: Clock;
}

/**
 * Opens a connection to the host of an address and closes it; with https, after a whole TLS handshake. Nothing is
 * requested of the host, so nothing is billed.
 */
export async function reachHost(address: URL, options: ReachOptions = {}): Promise<HostReach> {
  const { timeoutMs = 2_000, proxy, clock = systemClock } = options;
  const started = clock.elapsed();
  const signal = AbortSignal.timeout(timeoutMs);
  let socket: Socket | undefined;
  try {
    socket = proxy ? await connectThrough(proxy, address, signal) : await connectTo(address, signal);
    if (address.protocol === "https:") socket = await shakeHands(socket, hostOf(address), signal);
    return { reached: true, ms: clock.elapsed() - started };
  } catch (error) {
    return { reached: false, ...explain(error, timeoutMs, proxy) };
  } finally {
    socket?.destroy();
  }
}

async function connectTo(address: URL, signal: AbortSignal): Promise<Socket> {
  // The system's own look-up cannot be stopped, only left alone.
  const { address: host } = await orAborted(lookup(hostOf(address)), signal);
  const socket = connect({ host, port: portOf(address) });
  return await opened(socket, "connect", signal);
}

/** A tunnel to the host, by the proxy's CONNECT. */
function connectThrough(proxy: URL, address: URL, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const asked = request({
      host: hostOf(proxy),
      port: portOf(proxy),
      method: "CONNECT",
      path: `${address.hostname}:${portOf(address)}`,
      headers: proxy.username ? { "proxy-authorization": basicCredential(proxy) } : {},
      signal,
    });
    asked.once("connect", ({ statusCode = 0 }, socket: Socket) => {
      if (statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(new Refused(`the proxy refused the connection (${statusCode})`));
    });
    asked.once("error", reject);
    asked.end();
  });
}

async function shakeHands(socket: Socket, host: string, signal: AbortSignal): Promise<TLSSocket> {
  const secure = connectTls({ socket, servername: /^[\d.]+$|:/.test(host) ? "" : host, host });
  return await opened(secure, "secureConnect", signal);
}

/** Waits for a socket's event; the socket is gone when it does not come. */
function opened<S extends Socket>(socket: S, event: string, signal: AbortSignal): Promise<S> {
  const ready = new Promise<S>((resolve, reject) => {
    socket.once(event, () => resolve(socket));
    socket.on("error", reject);
    socket.once("close", () => reject(new Refused("the connection was closed during the handshake")));
  });
  return orAborted(ready, signal).catch((error: unknown) => {
    socket.destroy();
    throw error;
  });
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

/** Refused by somebody on the way, in words for people. */
class Refused extends Error {}

function explain(
  error: unknown,
  timeoutMs: number,
  proxy: URL | undefined,
): { problem: string; hint?: string } {
  if (error instanceof Refused) return { problem: error.message };
  if (error instanceof DOMException && error.name === "TimeoutError")
    return { problem: `no answer within ${timeoutMs / 1000} s`, hint: "Check network, VPN and firewall." };
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
  const known = PROBLEMS[code];
  if (known) return proxy ? { problem: `${known.problem} (through the proxy)`, hint: known.hint } : known;
  if (TRUST.test(code)) return UNTRUSTED;
  return { problem: `no connection (${code})`, hint: "Check network, VPN and firewall." };
}

const PROBLEMS: Readonly<Record<string, { problem: string; hint: string }>> = {
  ENOTFOUND: {
    problem: "the name is not known (ENOTFOUND)",
    hint: "Check its spelling and that you are online.",
  },
  EAI_AGAIN: { problem: "the name cannot be looked up (EAI_AGAIN)", hint: "Check that you are online." },
  ECONNREFUSED: { problem: "the connection is refused", hint: "Check address and port, and that it runs." },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    problem: "its certificate is for another name",
    hint: "Check the address for a typing error.",
  },
};

const TRUST = /CERT|SELF_SIGNED|ISSUER|UNABLE_TO_VERIFY/;

const UNTRUSTED = {
  problem: "its certificate is not trusted",
  hint: "Behind a company's proxy, set NODE_EXTRA_CA_CERTS to the PEM file of its authority.",
};

/** Without the brackets of an IPv6 address. */
const hostOf = ({ hostname }: URL) => hostname.replace(/^\[|\]$/g, "");

const portOf = ({ port, protocol }: URL) => Number(port || (protocol === "https:" ? 443 : 80));

const basicCredential = ({ username, password }: URL) =>
  `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString("base64")}`;
