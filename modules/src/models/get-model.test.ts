import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tinyFile, tinyModel } from "../../tests/tiny-model.ts";
import { explainError } from "../core/errors.ts";
import { getModel, type ModelEvent } from "./get-model.ts";
import { findModel } from "./model-state.ts";

const content = randomBytes(600_000);
const entry = tinyModel(content, {
  kind: "hub",
  repository: "owner/tiny",
  revision: "a".repeat(40),
  file: "sub/tiny.gguf",
});
const manifest = [entry];

let folder: string;
let servers: Server[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "models-"));
});

afterEach(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  servers = [];
  rmSync(folder, { recursive: true, force: true });
});

interface Hub {
  readonly url: string;
  /** Range header of each request, `whole` without one. */
  readonly asked: string[];
}

/** A hub on a real port that serves `bytes` with Range; `cutAfter` breaks the n-th answer off after so many bytes. */
async function startHub(
  bytes: Buffer,
  options: { cutAfter?: readonly number[]; pauseMs?: number } = {},
): Promise<Hub> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    if (!request.url?.endsWith(`/owner/tiny/resolve/${"a".repeat(40)}/sub/tiny.gguf`))
      return void response.writeHead(404).end();
    const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1];
    asked.push(request.headers.range ?? "whole");
    const start = Number(range ?? 0);
    const rest = bytes.subarray(start);
    response.writeHead(range ? 206 : 200, {
      "content-length": rest.length,
      ...(range && { "content-range": `bytes ${start}-${bytes.length - 1}/${bytes.length}` }),
    });
    const cut = options.cutAfter?.[asked.length - 1];
    if (cut === undefined) return void setTimeout(() => response.end(rest), options.pauseMs ?? 0);
    breakOff(response, rest.subarray(0, cut));
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`, asked };
}

function breakOff(response: ServerResponse, bytes: Buffer): void {
  response.write(bytes, () => response.socket?.end());
}

/** An address nobody listens at. */
async function closedPort(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
}

const path = () => join(folder, "tiny.gguf");

describe("getting a model", () => {
  it("fetches it from the hub, verifies it and knows it from then on without hashing", async () => {
    const hub = await startHub(content);
    const events: ModelEvent[] = [];
    const onEvent = (event: ModelEvent) => events.push(event);
    const model = await getModel({ name: "tiny", manifest, folder, hubUrl: hub.url, onEvent });
    expect(readFileSync(model.path).equals(content)).toBe(true);
    expect(findModel("tiny", { manifest, folder })).toMatchObject({ state: "present", verified: true });
    expect(events.at(-1)).toEqual({
      type: "progress",
      receivedBytes: content.length,
      totalBytes: content.length,
    });
    const again = await getModel({ name: "tiny", manifest, folder, hubUrl: hub.url });
    expect(again.source).toBe("already there");
    expect(hub.asked).toEqual(["whole"]);
  });

  it("takes a broken connection up where it broke", async () => {
    const hub = await startHub(content, { cutAfter: [200_000] });
    await getModel({ name: "tiny", manifest, folder, hubUrl: hub.url });
    expect(readFileSync(path()).equals(content)).toBe(true);
    expect(hub.asked).toHaveLength(2);
    expect(hub.asked[1]).toMatch(/^bytes=[1-9]\d*-$/);
  });

  it("continues what an interrupted process has left", async () => {
    writeFileSync(`${path()}.part`, content.subarray(0, 400_000));
    expect(findModel("tiny", { manifest, folder }).problem).toContain("partly there: 400000 of 600000 bytes");
    const hub = await startHub(content);
    await getModel({ name: "tiny", manifest, folder, hubUrl: hub.url });
    expect(hub.asked).toEqual(["bytes=400000-"]);
    expect(readFileSync(path()).equals(content)).toBe(true);
  });

  it("starts over once when the half that was left is wrong", async () => {
    writeFileSync(`${path()}.part`, randomBytes(400_000));
    const hub = await startHub(content);
    await getModel({ name: "tiny", manifest, folder, hubUrl: hub.url });
    expect(hub.asked).toEqual(["bytes=400000-", "whole"]);
    expect(readFileSync(path()).equals(content)).toBe(true);
  });

  it("never gives the name to a file of another content", async () => {
    const hub = await startHub(randomBytes(content.length));
    const failed = getModel({ name: "tiny", manifest, folder, hubUrl: hub.url });
    await expect(failed).rejects.toThrow(/it gave another file: SHA-256 [0-9a-f]{12}…, not/);
    expect(readdirSync(folder)).toEqual(["tiny.gguf.lock"]);
  });

  it("recognises a sign-in page that a hotel's Wi-Fi answers", async () => {
    const server = createServer((_, response) =>
      response.setHeader("content-type", "text/html").end("<h1>Hello</h1>"),
    );
    servers.push(server.listen(0, "127.0.0.1"));
    await once(server, "listening");
    const address = server.address();
    const hubUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
    const failed = getModel({ name: "tiny", manifest, folder, hubUrl });
    await expect(failed).rejects.toThrow("it answered 14 bytes of text/html, not the model file");
  });

  it("takes it from a given folder before any network", async () => {
    const stick = join(folder, "stick");
    mkdirSync(stick);
    writeFileSync(join(stick, "tiny.gguf"), content);
    const model = await getModel({
      name: "tiny",
      manifest,
      folder,
      from: stick,
      hubUrl: "http://127.0.0.1:1",
    });
    expect(model.source).toBe(`the folder ${stick}`);
    expect(readFileSync(path()).equals(content)).toBe(true);
  });

  it("names each source that was tried with its reason, in one line", async () => {
    const stick = join(folder, "stick");
    mkdirSync(stick);
    writeFileSync(join(stick, "tiny.gguf"), "short");
    const failed = getModel({ name: "tiny", manifest, folder, from: stick, hubUrl: await closedPort() });
    const line = await failed.then(String, explainError);
    expect(line).toContain(`the folder ${stick}: its tiny.gguf has 5 bytes, not 600000`);
    expect(line).toContain("the hub (owner/tiny): the connection failed (ECONNREFUSED)");
    expect(line).toContain("--from FOLDER");
    expect(line).not.toContain("\n");
  });

  it("names a damaged file, moves it aside and fetches it again", async () => {
    const hub = await startHub(content);
    writeFileSync(path(), randomBytes(content.length));
    const events: ModelEvent[] = [];
    const onEvent = (event: ModelEvent) => events.push(event);
    await getModel({ name: "tiny", manifest, folder, hubUrl: hub.url, onEvent });
    expect(events[0]).toMatchObject({ type: "moved-aside", to: `${path()}.damaged` });
    expect(JSON.stringify(events[0])).toContain("is damaged: its SHA-256 is");
    expect(readFileSync(path()).equals(content)).toBe(true);
  });

  it("keeps the beginning when it is stopped, and goes on later", async () => {
    const hub = await startHub(content, { cutAfter: [300_000] });
    const stop = new AbortController();
    const onEvent = (event: ModelEvent) => {
      if (event.type === "progress" && event.receivedBytes > 250_000) stop.abort(new Error("stopped"));
    };
    const stopped = getModel({
      name: "tiny",
      manifest,
      folder,
      hubUrl: hub.url,
      signal: stop.signal,
      onEvent,
    });
    await expect(stopped).rejects.toThrow("stopped");
    expect(findModel("tiny", { manifest, folder }).state).toBe("missing");
    const kept = readFileSync(`${path()}.part`).length;
    await getModel({ name: "tiny", manifest, folder, hubUrl: hub.url });
    expect(kept).toBeGreaterThan(0);
    expect(hub.asked.at(-1)).toBe(`bytes=${kept}-`);
    expect(readFileSync(path()).equals(content)).toBe(true);
  });

  it("fetches what is missing of a model of several files, into a folder of its own", async () => {
    const parts = { "model.onnx": content, "tokenizer.json": randomBytes(2_000) };
    const stick = join(folder, "stick", "pair");
    mkdirSync(stick, { recursive: true });
    for (const [name, bytes] of Object.entries(parts)) writeFileSync(join(stick, name), bytes);
    const files = Object.entries(parts).map(([name, bytes]) =>
      tinyFile(name, bytes, { kind: "pypi", package: "pair", version: "1.0", member: name }),
    );
    const pair = [{ ...entry, name: "pair", folder: "pair", files }];
    const options = { name: "pair", manifest: pair, folder, only: ["folder" as const] };

    mkdirSync(join(folder, "pair"));
    writeFileSync(join(folder, "pair", "model.onnx"), content);
    expect(findModel("pair", options)).toMatchObject({
      state: "missing",
      problem: "The model pair is only partly there: 600000 of 602000 bytes.",
    });
    await expect(getModel(options)).rejects.toThrow(
      /^The model pair \(tokenizer\.json\) could not be fetched\. No source was allowed\.$/,
    );

    const events: ModelEvent[] = [];
    const onEvent = (event: ModelEvent) => events.push(event);
    const model = await getModel({ ...options, from: join(folder, "stick"), onEvent });
    expect(model).toEqual({
      name: "pair",
      path: join(folder, "pair"),
      source: `the folder ${join(folder, "stick")}`,
    });
    expect(events.at(-1)).toEqual({ type: "progress", receivedBytes: 602_000, totalBytes: 602_000 });
    expect(findModel("pair", options)).toMatchObject({ state: "present", verified: true, bytes: 602_000 });
    expect(readFileSync(join(folder, "pair", "tokenizer.json")).equals(parts["tokenizer.json"])).toBe(true);
    expect((await getModel({ ...options, from: stick })).source).toBe("already there");
  });

  it("fetches once when two callers and another process ask at the same time", async () => {
    const hub = await startHub(content, { pauseMs: 300 });
    const options = { name: "tiny", manifest, folder, hubUrl: hub.url };
    const code = `import { getModel } from ${JSON.stringify(join(import.meta.dirname, "get-model.ts"))}; await getModel(${JSON.stringify(options)});`;
    const process_ = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: "inherit" });
    const waits: string[] = [];
    const onEvent = (event: ModelEvent) => event.type === "waiting" && waits.push(event.reason);
    const here = [getModel({ ...options, onEvent }), getModel({ ...options, onEvent })];
    const [[exitCode]] = await Promise.all([once(process_, "exit"), ...here]);
    expect(exitCode).toBe(0);
    expect(hub.asked).toEqual(["whole"]);
    expect(waits.length).toBeGreaterThan(0);
    expect(readFileSync(path()).equals(content)).toBe(true);
  });
});
