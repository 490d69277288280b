import { once } from "node:events";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { expect } from "vitest";
import { LoadError } from "../src/apim/documents/load-error.ts";
import { type RunningGateway, startGateway } from "../src/apim/gateway/start-gateway.ts";
import type { ApimCall, ApimCase, BodyMatch, HeaderMatch } from "./apim-case.ts";
import { type ReceivedRequest, startUpstream } from "./upstream-server.ts";

interface UpstreamCall extends ReceivedRequest {
  readonly upstream: string;
}

/** Runs a case against a gateway and upstreams on real ports; fails with what was seen instead. */
export async function runApimCase(one: ApimCase, baseDir: string): Promise<void> {
  const calls: UpstreamCall[] = [];
  const resolve = await startUpstreams(one, calls);
  const options = {
    config: JSON.parse(JSON.stringify(one.gateway)),
    baseDir,
    resolve,
    testMode: true,
    watch: false,
  };
  if (one.expectLoadError) return expectLoadError(one.expectLoadError, () => startGateway(options));
  const gateway = await startGateway(options);
  try {
    const jars = new Map<string, Jar>();
    for (const [index, step] of (one.steps ?? []).entries()) {
      if ("advance" in step) gateway.advance(durationMs(step.advance));
      else await runStep(step, { gateway, calls, jars, at: `step ${index}` });
    }
    expectRecords(one, gateway);
  } finally {
    await gateway.close();
  }
}

/** Cookies, and who answered last. */
interface Jar {
  cookie: string | undefined;
  upstream: string | undefined;
}

interface Running {
  readonly gateway: RunningGateway;
  readonly calls: UpstreamCall[];
  readonly jars: Map<string, Jar>;
  readonly at: string;
}

async function startUpstreams(one: ApimCase, calls: UpstreamCall[]): Promise<Record<string, string>> {
  const resolve: Record<string, string> = {};
  for (const [name, { origin, script }] of Object.entries(one.upstreams ?? {})) {
    let turn = 0;
    const server = await startUpstream(async (outgoing, request) => {
      const said = script[Math.min(turn++, script.length - 1)];
      if (!said || said.connectionRefused) return void outgoing.destroy();
      calls.push({ ...request, upstream: name });
      if (said.delayMs) await wait(said.delayMs);
      const isText = typeof said.body === "string" || said.body === undefined;
      outgoing.writeHead(said.status ?? 200, {
        ...(!isText && { "Content-Type": "application/json" }),
        ...said.headers,
      });
      outgoing.end(isText ? (said.body ?? "") : JSON.stringify(said.body));
    });
    resolve[origin] = server.url;
  }
  return resolve;
}

async function expectLoadError(
  wanted: NonNullable<ApimCase["expectLoadError"]>,
  load: () => Promise<RunningGateway>,
): Promise<void> {
  const error = await load().catch((error: unknown) => error);
  if (!(error instanceof LoadError))
    throw new Error("It was loaded, or failed in another way.", { cause: error });
  for (const words of wanted.contains ?? []) expect(error.message).toContain(words);
  const { line } = wanted;
  if (line)
    expect(error.problems.some((problem) => problem.line >= line.min && problem.line <= line.max)).toBe(true);
}

async function runStep(step: ApimCall, running: Running): Promise<void> {
  const { calls, at } = running;
  const counts = new Map<string, number>();
  for (let turn = 0; turn < (step.times ?? 1); turn++) {
    calls.length = 0;
    await runCall(step, { ...running, at: step.times === undefined ? at : `${at} #${turn}` });
    for (const { upstream } of calls) counts.set(upstream, (counts.get(upstream) ?? 0) + 1);
  }
  for (const [name, { min, max }] of Object.entries(step.expect.distribution ?? {})) {
    const count = counts.get(name) ?? 0;
    expect(count >= min && count <= max, `${at}: ${name} got ${count}, not ${min} to ${max}`).toBe(true);
  }
}

async function runCall(step: ApimCall, { gateway, calls, jars, at }: Running): Promise<void> {
  const { expect: wanted, cookieJar } = step;
  const jar: Jar = (cookieJar === undefined ? undefined : jars.get(cookieJar)) ?? {
    cookie: undefined,
    upstream: undefined,
  };
  const answer = await send(gateway.url, step.request, jar.cookie);
  const names = calls.map(({ upstream }) => upstream);
  if (wanted.status !== undefined) expect(answer.status, `${at}: status; ${answer.body}`).toBe(wanted.status);
  if (wanted.upstream) expect(names, `${at}: upstream calls`).toEqual(wanted.upstream);
  if (wanted.upstreamOneOf) expect(wanted.upstreamOneOf, `${at}: upstream calls`).toContainEqual(names);
  expectHeaders(answer.headers, wanted.headers, wanted.headersAbsent, at);
  if (wanted.body) expectBody(answer.body, wanted.body, at);
  for (const [index, request] of (wanted.upstreamRequests ?? []).entries())
    expectUpstreamRequest(calls[index], request, `${at}: upstream ${index}`);
  if (wanted.sameUpstreamAsJar) expect(names.at(-1), `${at}: the same upstream`).toBe(jar.upstream);
  if (wanted.waitedSeconds) {
    const waited = (gateway.state().lastRequest?.waitedMs ?? 0) / 1000;
    expect(waited, `${at}: seconds waited`).toBeGreaterThanOrEqual(wanted.waitedSeconds.min);
    expect(waited, `${at}: seconds waited`).toBeLessThanOrEqual(wanted.waitedSeconds.max);
  }
  if (cookieJar === undefined) return;
  const set = answer.headers["set-cookie"]?.map((cookie) => cookie.split(";")[0]).join("; ");
  jars.set(cookieJar, { cookie: set ?? jar.cookie, upstream: names.at(-1) });
}

interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

async function send(
  base: string,
  request: ApimCall["request"],
  cookie: string | undefined,
): Promise<Received> {
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(request.query ?? {}))
    for (const value of [values].flat()) query.append(name, value);
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(request.headers ?? {}))
    if (value !== null) headers[name] = value;
  if (cookie !== undefined) headers.Cookie = cookie;
  if (request.clientIp !== undefined) headers["X-Emulator-Client-Ip"] = request.clientIp;
  const isText = typeof request.body === "string";
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === "content-type");
  if (request.body !== undefined && !isText && !hasType) headers["Content-Type"] = "application/json";
  const path = request.path + (query.size > 0 ? `?${query}` : "");
  const asked = httpRequest(base + path, { method: request.method, headers });
  asked.end(request.body === undefined ? undefined : isText ? request.body : JSON.stringify(request.body));
  const [answer] = await once(asked, "response");
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks).toString() };
}

function expectHeaders(
  headers: IncomingHttpHeaders,
  wanted: Readonly<Record<string, HeaderMatch>> = {},
  absent: readonly string[] = [],
  at: string,
): void {
  for (const [name, match] of Object.entries(wanted))
    expectHeader(headers[name.toLowerCase()], match, `${at}: ${name}`);
  for (const name of absent) expect(headers[name.toLowerCase()], `${at}: ${name}`).toBeUndefined();
}

function expectHeader(found: string | string[] | undefined, match: HeaderMatch, at: string): void {
  expect(found, at).toBeDefined();
  const value = String(found);
  if (typeof match === "string") {
    expect(withoutBlanks(value), at).toBe(withoutBlanks(match));
    return;
  }
  if (match.contains !== undefined) expect(value, at).toContain(match.contains);
  if (match.matches !== undefined) expect(value, at).toMatch(new RegExp(match.matches));
}

/** `a, b` and `a,b` are the same list. */
const withoutBlanks = (list: string) =>
  list
    .split(",")
    .map((part) => part.trim())
    .join(",");

function expectBody(body: string, match: BodyMatch, at: string): void {
  if (match.equals !== undefined) expect(body, at).toBe(match.equals);
  if (match.contains !== undefined) expect(body, at).toContain(match.contains);
  if (match.matches !== undefined) expect(body, at).toMatch(new RegExp(match.matches));
  if (match.json !== undefined) expect(JSON.parse(body), at).toEqual(match.json);
  if (match.jsonSubset) expect(JSON.parse(body), at).toMatchObject(match.jsonSubset);
  if (match.jsonKeys) expect(Object.keys(JSON.parse(body)).sort(), at).toEqual(match.jsonKeys.toSorted());
}

type UpstreamMatch = NonNullable<ApimCall["expect"]["upstreamRequests"]>[number];

function expectUpstreamRequest(call: UpstreamCall | undefined, match: UpstreamMatch, at: string): void {
  if (!call) throw new Error(`${at} was not called.`);
  const url = new URL(call.url, "http://upstream.test");
  if (match.upstream !== undefined) expect(call.upstream, at).toBe(match.upstream);
  if (match.method !== undefined) expect(call.method, at).toBe(match.method);
  if (match.path !== undefined) expect(url.pathname, at).toBe(match.path);
  if (match.query) expect(Object.fromEntries(url.searchParams), at).toEqual(match.query);
  expectHeaders(call.headers, match.headers, match.headersAbsent, at);
  if (match.body) expectBody(call.body, match.body, at);
}

function expectRecords({ expectMetrics, expectTraces }: ApimCase, gateway: RunningGateway): void {
  const { metrics, traces } = gateway.state();
  if (expectMetrics) {
    expect(metrics).toHaveLength(expectMetrics.length);
    expect(metrics).toMatchObject(
      expectMetrics.map(({ dimensionsSubset, ...metric }) => ({
        ...metric,
        ...(dimensionsSubset !== undefined && { dimensions: dimensionsSubset }),
      })),
    );
  }
  for (const [index, trace] of (expectTraces ?? []).entries()) expect(traces[index]).toMatchObject(trace);
}

function durationMs(text: string): number {
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(text) ?? [];
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}
