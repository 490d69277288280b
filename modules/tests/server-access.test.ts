import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { systemClock } from "../src/core/clock.ts";
import {
  createAccess,
  createKeyRing,
  createTokenCheck,
  type KeyEntry,
  newKey,
  readKeyFile,
  startServer,
} from "../src/server/index.ts";
import { serve } from "./serve.ts";
import { ask, question, startTestServer } from "./start-test-server.ts";

const CHAT = "/v1/chat/completions";
const hello = { messages: question("hello") };
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

/** Stands still until it is moved. */
function createMovedClock() {
  let elapsed = 0;
  return {
    ...systemClock,
    elapsed: () => elapsed,
    pass(ms: number) {
      elapsed += ms;
    },
  };
}

async function withKey(entry: Partial<KeyEntry> = {}, options: Parameters<typeof startTestServer>[0] = {}) {
  const { key, sha256 } = newKey();
  const access = createAccess({ keys: createKeyRing([{ name: "team-a", sha256, ...entry }]) });
  return { key, server: await startTestServer({ ...options, server: { access, ...options.server } }) };
}

describe("keys", () => {
  test("let in whoever has one, in either header", async () => {
    const { key, server } = await withKey();
    expect((await ask(server, CHAT, hello)).status).toBe(401);
    expect((await ask(server, CHAT, hello, bearer("hr-wrong"))).status).toBe(401);
    expect((await ask(server, CHAT, hello, bearer(key))).status).toBe(200);
    expect((await ask(server, CHAT, hello, { "api-key": key })).status).toBe(200);
    expect(server.orchestrator.decisions().map(({ client }) => client)).toEqual(["team-a", "team-a"]);
  });

  test("are asked before the body is read, and say what to do", async () => {
    const { server } = await withKey();
    const { status, headers, body } = await ask(server, CHAT, "no json at all");
    expect(status).toBe(401);
    expect(headers.get("www-authenticate")).toBe("Bearer");
    expect(body.error).toMatchObject({
      type: "authentication_error",
      code: "invalid_api_key",
      hint: expect.stringMatching(/Bearer/),
    });
  });

  test("open what their scopes name and nothing else; probes need none", async () => {
    const { key, server } = await withKey({ scopes: ["read"] });
    const refused = await ask(server, CHAT, hello, bearer(key));
    expect(refused).toMatchObject({
      status: 403,
      body: { error: { type: "permission_error", code: "scope_missing" } },
    });
    expect((await ask(server, "/v1/models", undefined, bearer(key))).status).toBe(200);
    expect((await ask(server, "/readyz")).status).toBe(200);
  });

  test("are read from a file that holds hashes; its mistakes are told with their line", () => {
    const folder = mkdtempSync(join(tmpdir(), "keys-"));
    const file = join(folder, "keys.yaml");
    const { key, sha256 } = newKey();
    writeFileSync(file, `keys:\n  - name: a\n    sha256: ${sha256}\n    scopes: [chat]\n`);
    expect(readKeyFile(file).find(key)).toMatchObject({ client: "a", tenant: "default" });
    expect(readKeyFile(file).find(`${key}x`)).toBeUndefined();
    writeFileSync(file, "keys:\n  - name: a\n    sha256: abc\n");
    expect(() => readKeyFile(file)).toThrow(/keys\.yaml line 3/);
  });

  test("are asked for wherever others than this machine could come in", async () => {
    const { orchestrator } = await startTestServer();
    await expect(startServer({ orchestrator, host: "0.0.0.0", port: 0 })).rejects.toThrow(/without a key.*/);
  });
});

describe("limits of a key", () => {
  test("requests a minute: 429 with the seconds to wait, and room again after them", async () => {
    const clock = createMovedClock();
    const { key, server } = await withKey({ requests_per_minute: 2 }, { server: { clock } });
    const first = await ask(server, CHAT, hello, bearer(key));
    expect(first.headers.get("x-ratelimit-limit-requests")).toBe("2");
    expect(first.headers.get("x-ratelimit-remaining-requests")).toBe("1");
    await ask(server, CHAT, hello, bearer(key));
    const third = await ask(server, CHAT, hello, bearer(key));
    expect(third).toMatchObject({
      status: 429,
      body: { error: { type: "rate_limit_error", code: "rate_limit_exceeded" } },
    });
    expect(third.headers.get("retry-after")).toBe("30");
    clock.pass(30_000);
    expect((await ask(server, CHAT, hello, bearer(key))).status).toBe(200);
  });

  test("tokens a minute: an answer is given whole, what it took is owed", async () => {
    const clock = createMovedClock();
    const { key, server } = await withKey({ tokens_per_minute: 10 }, { server: { clock } });
    expect((await ask(server, CHAT, hello, bearer(key))).status).toBe(200);
    const second = await ask(server, CHAT, hello, bearer(key));
    expect(second.status).toBe(429);
    expect(Number(second.headers.get("retry-after"))).toBeGreaterThan(18);
    clock.pass(30_000);
    expect((await ask(server, CHAT, hello, bearer(key))).status).toBe(200);
  });

  test("requests at once", async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const { promise: asked, resolve: arrive } = Promise.withResolvers<void>();
    const { key, server } = await withKey(
      { concurrent: 1 },
      {
        async instead(request, response) {
          arrive();
          await held;
          const { sayParis } = await import("./wire-double.ts");
          sayParis(request, response);
        },
      },
    );
    const first = ask(server, CHAT, hello, bearer(key));
    await asked;
    expect((await ask(server, CHAT, hello, bearer(key))).status).toBe(429);
    release();
    expect((await first).status).toBe(200);
    expect((await ask(server, CHAT, hello, bearer(key))).status).toBe(200);
  });
});

describe("signed tokens of an identity provider", () => {
  const audience = "api://router";

  async function issuer() {
    const { publicKey, privateKey } = await generateKeyPair("RS256");
    const jwk = { ...(await exportJWK(publicKey)), kid: "k1", alg: "RS256" };
    const url = await serve((_request, response) => response.end(JSON.stringify({ keys: [jwk] })));
    const sign = (claims: Record<string, unknown>, expires = "5m") =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: "RS256", kid: "k1" })
        .setIssuer(url)
        .setAudience(audience)
        .setExpirationTime(expires)
        .sign(privateKey);
    return {
      url,
      sign,
      access: createAccess({ tokens: createTokenCheck({ issuer: url, audience, keysUrl: `${url}/keys` }) }),
    };
  }

  test("tell tenant, client and scopes", async () => {
    const { sign, access } = await issuer();
    const server = await startTestServer({ server: { access } });
    const token = await sign({ tid: "contoso", azp: "app-1", roles: ["chat"] });
    expect((await ask(server, CHAT, hello, bearer(token))).status).toBe(200);
    expect(server.orchestrator.decisions()[0]).toMatchObject({ tenant: "contoso", client: "app-1" });
    expect((await ask(server, "/v1/models", undefined, bearer(token))).status).toBe(403);
  });

  test("are refused when they are old, for others, or signed by nobody we trust", async () => {
    const { sign, access, url } = await issuer();
    const server = await startTestServer({ server: { access } });
    const other = await issuer();
    const unsigned = [{ alg: "none" }, { iss: url, aud: audience, sub: "x" }]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    for (const token of [
      await sign({ sub: "a" }, "-5m"),
      await other.sign({ sub: "a" }),
      `${unsigned}.`,
      "a.b.c",
    ])
      expect(await ask(server, CHAT, hello, bearer(token))).toMatchObject({ status: 401 });
  });
});

describe("web pages", () => {
  test("of an allowed origin may read, others may not even send while no key is asked for", async () => {
    const server = await startTestServer({ server: { corsOrigins: ["https://chat.example"] } });
    const allowed = await ask(server, CHAT, hello, { origin: "https://chat.example" });
    expect(allowed.status).toBe(200);
    expect(allowed.headers.get("access-control-allow-origin")).toBe("https://chat.example");
    const foreign = await ask(server, CHAT, hello, { origin: "https://evil.example" });
    expect(foreign).toMatchObject({ status: 403, body: { error: { code: "origin_refused" } } });
    expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
  });

  test("are told before they send", async () => {
    const server = await startTestServer({ server: { corsOrigins: ["https://chat.example"] } });
    const preflight = (origin: string, asked?: string) =>
      fetch(server.url + CHAT, {
        method: "OPTIONS",
        headers: {
          origin,
          "access-control-request-method": "POST",
          ...(asked !== undefined && { "access-control-request-headers": asked }),
        },
      });
    const allowed = await preflight("https://chat.example");
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get("access-control-allow-headers")).toMatch(/authorization/);
    const sdk = await preflight("https://chat.example", "authorization,x-stainless-os,x-stainless-lang");
    expect(sdk.headers.get("access-control-allow-headers")).toMatch(/x-stainless-os/);
    const evil = await preflight("https://evil.example", "x-stainless-os");
    expect(evil.headers.get("access-control-allow-origin")).toBeNull();
    expect(evil.headers.get("access-control-allow-headers")).toBeNull();
  });

  test("that pretend to be this machine are found by the host they ask for", async () => {
    const { sendRaw } = await import("./raw-request.ts");
    const server = await startTestServer();
    const answer = await sendRaw(server.url, {
      method: "GET",
      path: "/v1/models",
      headers: { host: "evil.example" },
    });
    expect(answer.status).toBe(403);
  });
});
