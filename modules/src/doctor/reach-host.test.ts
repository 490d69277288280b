import { readFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { connect, createServer, type Server, type Socket } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { expect, onTestFinished, test } from "vitest";
import { startTestCloud } from "../../tests/start-test-cloud.ts";
import { reachHost } from "./reach-host.ts";

/** A server on loopback, gone with the test. */
async function listening<S extends Server>(server: S): Promise<S & { port: number }> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket.on("error", () => {})));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return Object.assign(server, { port: typeof address === "object" && address ? address.port : 0 });
}

const reach = (address: string, options: Parameters<typeof reachHost>[1] = {}) =>
  reachHost(new URL(address), { timeoutMs: 5_000, ...options });

test("a host with http is reached by a connection, and nothing is asked of it", async () => {
  const heard: Buffer[] = [];
  const server = await listening(
    createServer((socket) => socket.on("data", (data: Buffer) => heard.push(data))),
  );
  expect(await reach(`http://127.0.0.1:${server.port}/v1`)).toEqual({
    reached: true,
    ms: expect.any(Number),
  });
  expect(heard).toEqual([]);
});

test("a host with https is reached by a whole handshake, whose certificate has to be trusted", async () => {
  const cloud = await startTestCloud();
  expect(await reach(cloud.https)).toEqual({
    reached: false,
    problem: "its certificate is not trusted",
    hint: expect.stringContaining("NODE_EXTRA_CA_CERTS"),
  });
  const trusted = getCACertificates();
  onTestFinished(() => setDefaultCACertificates(trusted));
  setDefaultCACertificates([...trusted, readFileSync(cloud.ca, "utf8")]);
  expect(await reach(cloud.https)).toMatchObject({ reached: true });
});

test("what closes during the handshake is not reached", async () => {
  const server = await listening(createServer((socket) => socket.end()));
  expect(await reach(`https://127.0.0.1:${server.port}`)).toMatchObject({ reached: false });
});

test("what says nothing is given up", async () => {
  const server = await listening(createServer());
  expect(await reach(`https://127.0.0.1:${server.port}`, { timeoutMs: 100 })).toEqual({
    reached: false,
    problem: "no answer within 0.1 s",
    hint: expect.stringContaining("firewall"),
  });
});

test("a port where nobody listens, and a name that nobody has", async () => {
  const server = await listening(createServer());
  await new Promise((resolve) => server.close(resolve));
  expect(await reach(`http://127.0.0.1:${server.port}`)).toMatchObject({
    reached: false,
    problem: "the connection is refused",
  });
  const unknown = await reach("https://no-such-host.invalid");
  expect(unknown).toMatchObject({ reached: false, problem: expect.stringMatching(/name|no answer/) });
});

/** A proxy that tunnels, and what it was asked for. */
async function startProxy(status: number) {
  const asked: { target: string | undefined; credential: string | undefined }[] = [];
  const proxy = createHttpServer();
  proxy.on("connect", ({ url, headers }, socket: Socket) => {
    asked.push({ target: url, credential: headers["proxy-authorization"] });
    socket.on("error", () => {});
    if (status !== 200) return socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const [host, port] = (url ?? "").split(":");
    const onward = connect(Number(port), host).on("error", () => socket.destroy());
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    return socket.pipe(onward).pipe(socket);
  });
  return { asked, port: (await listening(proxy)).port };
}

test("a proxy is asked for a tunnel, with its own credential", async () => {
  const target = await listening(createServer());
  const proxy = await startProxy(200);
  const through = new URL(`http://ada:s%20cret@127.0.0.1:${proxy.port}`);
  expect(await reach(`http://127.0.0.1:${target.port}`, { proxy: through })).toMatchObject({ reached: true });
  const credential = `Basic ${Buffer.from("ada:s cret").toString("base64")}`;
  expect(proxy.asked).toEqual([{ target: `127.0.0.1:${target.port}`, credential }]);
});

test("a proxy that refuses is named", async () => {
  const proxy = await startProxy(407);
  const through = new URL(`http://127.0.0.1:${proxy.port}`);
  expect(await reach("https://my.example", { proxy: through })).toEqual({
    reached: false,
    problem: "the proxy refused the connection (407)",
  });
});
