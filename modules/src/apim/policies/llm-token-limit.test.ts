import { describe, expect, test } from "vitest";
import {
  alice,
  document,
  loadProblems,
  openGateway,
  type RequestOptions,
} from "../../../tests/apim-harness.ts";

const chat: RequestOptions = {
  path: "/chat/completions",
  body: { model: "gpt-4.1", messages: [{ role: "user", content: "hi" }] },
};
const stream: RequestOptions = {
  ...chat,
  body: { model: "gpt-4.1", stream: true, messages: [{ role: "user", content: "hi" }] },
};
/** The prompt of both, as o200k and the chat form count it. */
const PROMPT_TOKENS = 8;

const answer = (prompt: number, completion: number) => ({
  body: {
    choices: [{ message: { content: "hello" } }],
    usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
  },
});

const limit = (attributes: string, name = "llm-token-limit") =>
  document({ inbound: `<${name} counter-key="team" ${attributes} />` });

const open = (attributes: string, upstream = () => answer(20, 40)) =>
  openGateway({ policies: limit(attributes), upstream });

describe("T1: tokens per minute", () => {
  test.each(["llm-token-limit", "azure-openai-token-limit"])(
    "%s counts what answers used and refuses what comes after",
    async (name) => {
      const gateway = await openGateway({
        policies: limit('tokens-per-minute="100" estimate-prompt-tokens="false"', name),
        upstream: () => answer(20, 40),
      });
      const statuses: number[] = [];
      for (let call = 0; call < 4; call++) statuses.push((await gateway.send(chat)).status);
      expect(statuses).toEqual([200, 200, 429, 429]);
      expect(gateway.calls).toHaveLength(2);
    },
  );

  test("tells in words, in Retry-After and in LastError when to come again", async () => {
    const gateway = await open('tokens-per-minute="60"');
    await gateway.send(chat);
    gateway.clock.advance(18_000);
    const { status, body, headers, exchange } = await gateway.send(chat);
    expect({ status, body: JSON.parse(body), retryAfter: headers.get("retry-after") }).toEqual({
      status: 429,
      body: { statusCode: 429, message: "Token limit is exceeded. Try again in 42 seconds." },
      retryAfter: "42",
    });
    expect(exchange.lastError).toMatchObject({
      source: "llm-token-limit",
      reason: "TokenLimitExceeded",
      section: "inbound",
    });
  });

  test("the name of Retry-After may be another, and a variable may hold it", async () => {
    const gateway = await open(
      'tokens-per-minute="60" retry-after-header-name="x-wait" retry-after-variable-name="wait"',
    );
    await gateway.send(chat);
    const { headers, exchange } = await gateway.send(chat);
    expect([headers.get("x-wait"), headers.has("retry-after"), exchange.variables.get("wait")]).toEqual([
      "60",
      false,
      60,
    ]);
  });

  test("each key has a counter of its own, which all scopes share", async () => {
    const policy = `<llm-token-limit counter-key="@(context.Subscription.Id)" tokens-per-minute="100" />`;
    const gateway = await openGateway({
      policies: {
        global: document({ inbound: policy, backend: "<forward-request />" }),
        api: document({ inbound: `<base />${policy}` }),
      },
      upstream: () => answer(20, 40),
    });
    const bob = { ...alice, id: "sub-bob", name: "Bob" };
    const statuses: number[] = [];
    for (const subscription of [alice, alice, alice, bob]) {
      statuses.push((await gateway.send({ ...chat, subscription })).status);
    }
    expect(statuses).toEqual([200, 200, 429, 200]);
  });

  test("two policies with one key count a request once, also its estimated prompt", async () => {
    const policy = `<llm-token-limit counter-key="team" tokens-per-minute="${PROMPT_TOKENS}" estimate-prompt-tokens="true" />`;
    const gateway = await openGateway({
      policies: document({ inbound: policy + policy }),
      upstream: () => answer(3, 4),
    });
    expect([(await gateway.send(chat)).status, (await gateway.send(chat)).status]).toEqual([200, 429]);
  });

  test("answers without usage of a model cost nothing", async () => {
    const gateway = await openGateway({
      policies: limit(
        'tokens-per-minute="10" tokens-consumed-header-name="x-used" remaining-tokens-header-name="x-left"',
      ),
      upstream: () => ({ status: 500, body: { error: { message: "no" } } }),
    });
    await gateway.send(chat);
    const { status, headers } = await gateway.send(chat);
    expect([status, headers.get("x-left"), headers.get("x-used")]).toEqual([500, "10", undefined]);
  });
});

describe("T2: time and streams", () => {
  test("a minute later the tokens are free again", async () => {
    const gateway = await open('tokens-per-minute="60"');
    const statuses: number[] = [];
    for (const waitMs of [0, 59_999, 1]) {
      gateway.clock.advance(waitMs);
      statuses.push((await gateway.send(chat)).status);
    }
    expect(statuses).toEqual([200, 429, 200]);
  });

  const chunks = (...events: readonly unknown[]) => ({
    body: [...events.map((event) => `data: ${JSON.stringify(event)}\n\n`), "data: [DONE]\n\n"],
  });
  const hello = { choices: [{ delta: { content: "hello" } }] };

  test.each([
    {
      told: "its usage event",
      events: [hello, { choices: [], usage: { prompt_tokens: 30, completion_tokens: 50 } }],
      left: 20,
    },
    { told: "an estimate when there is none", events: [hello], left: 100 - PROMPT_TOKENS - 1 },
  ])("a stream counts $told", async ({ events, left }) => {
    const gateway = await openGateway({
      policies: limit('tokens-per-minute="100" remaining-tokens-variable-name="left"'),
      upstream: () => chunks(...events),
    });
    const first = await gateway.send(stream);
    expect(first.exchange.variables.get("left")).toBe(left);
    // Its headers went out before the end was known.
    expect(first.body).toContain("[DONE]");
  });

  test("a stream's headers tell of the estimated prompt", async () => {
    const gateway = await openGateway({
      policies: limit(
        'tokens-per-minute="100" estimate-prompt-tokens="false" remaining-tokens-header-name="x-left" tokens-consumed-header-name="x-used"',
      ),
      upstream: () => chunks(hello),
    });
    const { headers } = await gateway.send(stream);
    expect([headers.get("x-left"), headers.get("x-used")]).toEqual([
      String(100 - PROMPT_TOKENS),
      String(PROMPT_TOKENS),
    ]);
  });

  test.each([
    { allowed: PROMPT_TOKENS, status: 200 },
    { allowed: PROMPT_TOKENS - 1, status: 429 },
  ])("a stream's prompt is always estimated: $status at $allowed tokens", async ({ allowed, status }) => {
    const gateway = await openGateway({
      policies: limit(`tokens-per-minute="${allowed}" estimate-prompt-tokens="false"`),
      upstream: () => chunks(hello),
    });
    expect((await gateway.send(stream)).status).toBe(status);
  });
});

describe("T1: estimate-prompt-tokens", () => {
  test.each([
    { estimate: "true", status: 429, calls: 0 },
    { estimate: "false", status: 200, calls: 1 },
  ])("$estimate: a prompt beyond the limit gets $status", async ({ estimate, status, calls }) => {
    const gateway = await open(`tokens-per-minute="5" estimate-prompt-tokens="${estimate}"`);
    expect((await gateway.send(chat)).status).toBe(status);
    expect(gateway.calls).toHaveLength(calls);
  });

  test("T3: the estimate stands in the variable until the answer tells, and in the counter no longer", async () => {
    const gateway = await openGateway({
      policies: document({
        inbound: `<llm-token-limit counter-key="team" tokens-per-minute="100" estimate-prompt-tokens="true"
            tokens-consumed-variable-name="used" remaining-tokens-variable-name="left" />
          <set-header name="x-early"><value>@($"{context.Variables["used"]} {context.Variables["left"]}")</value></set-header>`,
        outbound: `<set-header name="x-late"><value>@($"{context.Variables["used"]} {context.Variables["left"]}")</value></set-header>`,
      }),
      upstream: () => answer(20, 40),
    });
    const { calls, headers } = await gateway.send(chat);
    expect([calls[0]?.headers["x-early"], headers.get("x-late")]).toEqual([
      `${PROMPT_TOKENS} ${100 - PROMPT_TOKENS}`,
      "60 40",
    ]);
  });
});

test("T3: headers tell what was used and what is left", async () => {
  const gateway = await open(
    'tokens-per-minute="100" tokens-consumed-header-name="x-used" remaining-tokens-header-name="x-left"',
  );
  const seen: unknown[] = [];
  for (let call = 0; call < 3; call++) {
    const { status, headers } = await gateway.send(chat);
    seen.push([status, headers.get("x-used"), headers.get("x-left")]);
  }
  expect(seen).toEqual([
    [200, "60", "40"],
    [200, "60", "0"],
    [429, undefined, "0"],
  ]);
});

describe("T4: a quota", () => {
  test("that is used up gives 403 until its period ends", async () => {
    const gateway = await open(
      'token-quota="100" token-quota-period="Daily" remaining-quota-tokens-variable-name="left" remaining-quota-tokens-header-name="x-left"',
    );
    gateway.clock.advance(23 * 3_600_000);
    const first = await gateway.send(chat);
    await gateway.send(chat);
    const third = await gateway.send(chat);
    gateway.clock.advance(3_600_000);
    const next = await gateway.send(chat);
    expect([first.status, third.status, next.status]).toEqual([200, 403, 200]);
    expect([first.exchange.variables.get("left"), first.headers.get("x-left")]).toEqual([40, "40"]);
    expect([
      JSON.parse(third.body),
      third.headers.get("retry-after"),
      third.exchange.lastError?.reason,
    ]).toEqual([
      { statusCode: 403, message: "Token quota is exceeded. Try again in 3600 seconds." },
      "3600",
      "TokenQuotaExceeded",
    ]);
  });

  test("stands beside a rate: each refuses for itself", async () => {
    const gateway = await open('tokens-per-minute="60" token-quota="120" token-quota-period="Hourly"');
    const statuses: number[] = [];
    for (const waitMs of [0, 0, 60_000, 60_000]) {
      gateway.clock.advance(waitMs);
      statuses.push((await gateway.send(chat)).status);
    }
    expect(statuses).toEqual([200, 429, 200, 403]);
  });
});

test.each([
  { attributes: "", problem: 'needs "tokens-per-minute", or "token-quota" with "token-quota-period"' },
  { attributes: 'token-quota="5"', problem: 'needs "token-quota" and "token-quota-period" together' },
  { attributes: 'token-quota="5" token-quota-period="Minutely"', problem: "Minutely" },
  { attributes: 'tokens-per-minute="many"', problem: "must be a whole number" },
  { attributes: 'token-quota="@(5)" token-quota-period="Daily"', problem: "no expression is allowed here" },
  { attributes: 'tokens-per-minut="5"', problem: 'Did you mean "tokens-per-minute"?' },
])("X: $attributes is refused at load", async ({ attributes, problem }) => {
  expect((await loadProblems({ policies: limit(attributes) })).join("\n")).toContain(problem);
});

test("X: the policy belongs into inbound", async () => {
  const policies = document({ outbound: '<llm-token-limit counter-key="a" tokens-per-minute="1" />' });
  expect((await loadProblems({ policies }))[0]).toContain("not allowed in <outbound>");
});

test("a body that is longer than what is kept is refused with 413", async () => {
  const gateway = await openGateway({ policies: limit('tokens-per-minute="5"'), bodyLimitBytes: 50 });
  expect((await gateway.send({ ...chat, body: { messages: "x".repeat(100) } })).status).toBe(413);
});
