import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { expect, test } from "vitest";
import { serve } from "../../modules/tests/serve.ts";
import { temporaryFolder } from "../../modules/tests/start-test-cloud.ts";
import { runScript } from "./run-script.ts";

const contents = new Map(["one", "two", "three"].map((name) => [`/${name}.gguf`, randomBytes(60_000)]));
const contentOf = (name: string) => contents.get(`/${name}.gguf`) ?? Buffer.alloc(0);
const hashOf = (name: string) => createHash("sha256").update(contentOf(name)).digest("hex");

/** Serves the made-up files, with Range; holds each answer until `together` of them are asked for. */
async function fileServer(together = 1) {
  const asked: string[] = [];
  const held: (() => void)[] = [];
  const address = await serve(({ method, url = "", headers }, response) => {
    const content = contents.get(url);
    if (!content) return void response.writeHead(404).end();
    if (method === "HEAD") return void response.writeHead(200, { "content-length": content.length }).end();
    asked.push(`${url} ${headers.range ?? "whole"}`);
    held.push(() => send(response, content, headers.range));
    if (held.length >= together) for (const go of held.splice(0)) go();
  });
  return { address, asked };
}

function send(response: ServerResponse, content: Buffer, range: string | undefined): void {
  const start = Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);
  response.writeHead(start > 0 ? 206 : 200, { "content-length": content.length - start });
  response.end(content.subarray(start));
}

async function listOf(files: readonly object[]) {
  const folder = await temporaryFolder();
  const list = join(folder, "list.json");
  writeFileSync(list, JSON.stringify({ files }));
  return { list, folder: join(folder, "models") };
}

const entry = (address: string, name: string, more: object = {}) => ({
  file: `${name}.gguf`,
  url: `${address}/${name}.gguf`,
  ...more,
});

const known = (address: string, name: string) =>
  entry(address, name, { bytes: contentOf(name).length, sha256: hashOf(name) });

test("files are fetched at the same time, verified, and left alone the next time", async () => {
  const { address, asked } = await fileServer(3);
  const files = [known(address, "one"), known(address, "two"), entry(address, "three")];
  const { list, folder } = await listOf(files);
  const first = await runScript("models.ts", ["--get-list", list, "--folder", folder]);
  expect(first).toMatchObject({ code: 0, err: "" });
  expect(first.out).toContain("one.gguf  fetched, SHA-256 verified\n");
  expect(first.out).toContain(
    `three.gguf  fetched, NOT VERIFIED: the list has no SHA-256 for it. Its SHA-256 is ${hashOf("three")}.`,
  );
  expect(first.out).toContain("3 fetched, 0 already there, 0 failed");
  for (const name of ["one", "two", "three"])
    expect(readFileSync(join(folder, `${name}.gguf`)).equals(contentOf(name))).toBe(true);
  const again = await runScript("models.ts", ["--get-list", list, "--folder", folder]);
  expect(again.out).toContain("0 fetched, 3 already there, 0 failed");
  expect(asked).toHaveLength(3);
});

test("one that cannot be had leaves the others, fails the command and says what to do", async () => {
  const { address } = await fileServer();
  const wrong = entry(address, "two", { bytes: 60_000, sha256: hashOf("one") });
  const gone = entry("http://127.0.0.1:9", "four");
  const files = [known(address, "one"), wrong, entry(address, "nowhere"), gone];
  const { list, folder } = await listOf(files);
  const { code, out, err } = await runScript("models.ts", ["--get-list", list, "--folder", folder]);
  expect(code).toBe(1);
  expect(out).toContain("1 fetched, 0 already there, 3 failed");
  expect(err).toMatch(/^two\.gguf: it gave another file: SHA-256 .*Do not use it/m);
  expect(err).toMatch(/^nowhere\.gguf: it answered 404\. It has moved/m);
  expect(err).toMatch(/^four\.gguf: the connection failed .*Run the command again/m);
});

test("what an earlier try left is continued, and what is damaged is moved aside", async () => {
  const { address, asked } = await fileServer();
  const { list, folder } = await listOf([known(address, "one"), known(address, "two")]);
  mkdirSync(folder);
  writeFileSync(join(folder, "one.gguf.part"), contentOf("one").subarray(0, 20_000));
  writeFileSync(join(folder, "two.gguf"), "half");
  const { code, out } = await runScript("models.ts", ["--get-list", list, "--folder", folder]);
  expect(code).toBe(0);
  expect(out).toContain("2 fetched, 0 already there, 0 failed");
  expect(asked.sort()).toEqual(["/one.gguf bytes=20000-", "/two.gguf whole"]);
  expect(readFileSync(join(folder, "one.gguf")).equals(contentOf("one"))).toBe(true);
  expect(readFileSync(join(folder, "two.gguf.damaged"), "utf8")).toBe("half");
});

test.each([
  [
    '{ "files": [{ "file": "../up.gguf", "url": "http://x.test/a" }] }',
    /files\.0\.file: must be a plain file name/,
  ],
  ['{ "files": [{ "file": "a.gguf", "url": "ftp://x.test/a" }] }', /files\.0\.url: must be an http address/],
  ["{", /is no list of files: .*JSON/],
])("a list %j is refused in one line", async (text, line) => {
  const { list, folder } = await listOf([]);
  writeFileSync(list, text);
  const { code, err } = await runScript("models.ts", ["--get-list", list, "--folder", folder]);
  expect(code).toBe(1);
  expect(err).toMatch(line);
  expect(err.trimEnd()).not.toContain("\n");
});

test("a number of files at once that is none is refused", async () => {
  const { code, err } = await runScript("models.ts", ["--get-list", "x.json", "--at-once", "many"]);
  expect(code).toBe(2);
  expect(err).toMatch(/^--at-once takes a number from 1 to 9, not "many"\./);
});
