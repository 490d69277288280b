import { createPrivateKey, generateKeyPairSync, X509Certificate } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../core/index.ts";
import { issueServerCertificate } from "./authority.ts";
import { openAuthority } from "./authority-folder.ts";

let folder: string;

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "lab-ca-")), "lab-ca");
});
afterEach(() => rm(join(folder, ".."), { recursive: true, force: true }));

const DAY_MS = 86_400_000;
const anotherKey = () =>
  generateKeyPairSync("ec", { namedCurve: "P-256" })
    .privateKey.export({ format: "pem", type: "pkcs8" })
    .toString();
const laterBy = (days: number) => ({ ...systemClock, now: () => Date.now() + days * DAY_MS });

test("an authority is made once and found again", async () => {
  const made = await openAuthority(folder, systemClock);
  const found = await openAuthority(folder, systemClock);
  expect(found).toEqual(made);
  expect(made.file).toBe(join(folder, "ca.pem"));
  expect(await readFile(made.file, "utf8")).toBe(made.certificate);
});

test.skipIf(process.platform === "win32")("its key is readable by its owner only", async () => {
  await openAuthority(folder, systemClock);
  expect((await stat(join(folder, "ca-key.pem"))).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

test("it lives two years and is made anew before its end", async () => {
  const made = await openAuthority(folder, systemClock);
  const ends = Date.parse(new X509Certificate(made.certificate).validTo);
  expect(Math.round((ends - Date.now()) / DAY_MS)).toBe(729);
  expect(await openAuthority(folder, laterBy(720))).toEqual(made);
  expect((await openAuthority(folder, laterBy(725))).certificate).not.toBe(made.certificate);
});

test.each([
  ["a cut certificate", "ca.pem", (text: string) => text.slice(0, 200)],
  ["a cut key", "ca-key.pem", (text: string) => text.slice(0, 60)],
  ["an empty key", "ca-key.pem", () => ""],
  ["another key", "ca-key.pem", anotherKey],
])("%s is replaced by a pair that fits", async (_, file, damage) => {
  const before = await openAuthority(folder, systemClock);
  await writeFile(join(folder, file), damage(await readFile(join(folder, file), "utf8")));
  const after = await openAuthority(folder, systemClock);
  expect(after.certificate).not.toBe(before.certificate);
  expect(new X509Certificate(after.certificate).checkPrivateKey(createPrivateKey(after.key))).toBe(true);
  expect(await openAuthority(folder, systemClock)).toEqual(after);
});

test("eight that start at once get the same one", async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => openAuthority(folder, systemClock)));
  expect(new Set(all.map(({ certificate }) => certificate)).size).toBe(1);
});

test("a file where the folder should be is named with what to do", async () => {
  await writeFile(folder, "");
  await expect(openAuthority(folder, systemClock)).rejects.toMatchObject({
    code: "CERTIFICATES",
    message: expect.stringContaining(folder),
    hint: expect.stringContaining("delete it"),
  });
});

test("the authority cannot vouch for other machines, even with its key stolen", async () => {
  const authority = await openAuthority(folder, systemClock);
  const honest = await issueServerCertificate(authority, Date.now());
  expect(await handshake(honest, authority.certificate)).toBe("trusted");
  const stolen = await issueServerCertificate(authority, Date.now(), [{ type: "dns", value: "example.org" }]);
  expect(await handshake(stolen, authority.certificate)).toBe("permitted subtree violation");
});

async function handshake(server: { certificate: string; key: string }, ca: string): Promise<string> {
  const listener = createServer({ cert: server.certificate, key: server.key });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as AddressInfo;
  const outcome = await new Promise<string>((resolve) => {
    const socket = connect({ host: "127.0.0.1", port, ca, checkServerIdentity: () => undefined }, () => {
      resolve("trusted");
      socket.destroy();
    });
    socket.on("error", (error) => resolve(error.message));
  });
  listener.close();
  return outcome;
}
