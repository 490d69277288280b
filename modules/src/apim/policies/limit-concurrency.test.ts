import { expect, test } from "vitest";
import { document, loadProblems, openGateway } from "../../../tests/apim-harness.ts";

/** An upstream that answers when it is told to. */
function heldUpstream() {
  const waiting: (() => void)[] = [];
  return {
    waiting,
    answer: () => new Promise<{ status: number }>((resolve) => waiting.push(() => resolve({ status: 200 }))),
  };
}

const limited = (key: string) =>
  document({ backend: `<limit-concurrency key="${key}" max-count="2"><base /></limit-concurrency>` });

const untilWaiting = async ({ waiting }: { readonly waiting: readonly unknown[] }, count: number) => {
  while (waiting.length < count) await new Promise((resolve) => setImmediate(resolve));
};

test("L: the request over max-count gets 429 at once, without a call; a place that is free again is taken", async () => {
  const upstream = heldUpstream();
  const gateway = await openGateway({ policies: limited("all"), upstream: upstream.answer });
  const first = [gateway.send(), gateway.send()];
  await untilWaiting(upstream, 2);

  const third = await gateway.send();
  expect([third.status, third.calls.length, third.exchange.lastError?.source]).toEqual([
    429,
    0,
    "limit-concurrency",
  ]);
  expect(JSON.parse(third.body)).toEqual({ statusCode: 429, message: "Too Many Requests" });

  for (const finish of upstream.waiting) finish();
  expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200]);
  const later = gateway.send();
  await untilWaiting(upstream, 3);
  upstream.waiting[2]?.();
  expect((await later).status).toBe(200);
});

test("L: each key counts for itself", async () => {
  const upstream = heldUpstream();
  const policies = limited("@(context.Request.Headers.GetValueOrDefault(&quot;x-team&quot;, &quot;&quot;))");
  const gateway = await openGateway({ policies, upstream: upstream.answer });
  const sent = ["a", "a", "b", "b"].map((team) => gateway.send({ headers: { "x-team": team } }));
  await untilWaiting(upstream, 4);
  expect((await gateway.send({ headers: { "x-team": "a" } })).status).toBe(429);
  for (const finish of upstream.waiting) finish();
  expect((await Promise.all(sent)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
});

test("L: a failure gives the place back", async () => {
  const backend = `<limit-concurrency key="k" max-count="1"><set-variable name="x" value='@(((string)null).Length)' /></limit-concurrency>`;
  const gateway = await openGateway({ policies: document({ backend }) });
  expect([(await gateway.send()).status, (await gateway.send()).status]).toEqual([500, 500]);
});

test.each<readonly [attributes: string, problem: RegExp]>([
  ['key="k" max-count="0"', /must be at least 1/],
  ['key="k" max-count="@(1)"', /no expression is allowed here/],
  ['max-count="1"', /<limit-concurrency> needs the attribute "key"/],
])("X: refused at load: %s", async (attributes, problem) => {
  const backend = `<limit-concurrency ${attributes}><base /></limit-concurrency>`;
  expect(await loadProblems({ policies: document({ backend }) })).toEqual([expect.stringMatching(problem)]);
});
