import { SignJWT } from "jose";
import { exercise } from "./exercise.ts";
import { equal, near, that } from "./expectations.ts";
import { freshCases, pickInteger } from "./fresh-cases.ts";
import { trialBackend, trialPolicy, tryGateway } from "./gateway-trial.ts";

const backends = [trialBackend("foundry1")];
const toBackend = '<base /><set-backend-service backend-id="foundry1" />';
const usage = (tokens: number) => ({
  usage: { prompt_tokens: tokens - 10, completion_tokens: 10, total_tokens: tokens },
});
const subscriptions = { "team-red": "key-red", "team-blue": "key-blue" };
const withKey = (key: string) => ({ headers: { "api-key": key } });

const q1 = exercise<() => string>({
  id: "lab12.q1",
  title: "A limit for each team",
  prompt:
    "Write the policy that gives each subscription 100 tokens a minute, counted from the answers' usage; the tokens that are left go back in the header x-tokens-left.",
  hints: [
    "The policy is <llm-token-limit>; its counter-key is an expression.",
    'context.Subscription.Id tells the teams apart; estimate-prompt-tokens="false" counts what the answers say.',
    'counter-key="@(context.Subscription.Id)" tokens-per-minute="100" remaining-tokens-header-name="x-tokens-left"',
  ],
  solution: `const tokenLimit = () => \`
  <llm-token-limit counter-key="@(context.Subscription.Id)" tokens-per-minute="100"
    estimate-prompt-tokens="false" remaining-tokens-header-name="x-tokens-left" />\`;`,
  wrong: `const tokenLimit = () => \`
  <llm-token-limit counter-key="all" tokens-per-minute="100"
    estimate-prompt-tokens="false" remaining-tokens-header-name="x-tokens-left" />\`;`,
  async test(answer) {
    const tokenLimit = answer();
    const given = {
      policy: trialPolicy({ inbound: `${toBackend}${tokenLimit}` }),
      backends,
      subscriptions,
      answer: () => ({ status: 200, body: usage(60) }),
    };
    await tryGateway(given, async (trial) => {
      const red = withKey("key-red");
      const first = await trial.send(red);
      equal("the first request", first.status, 200);
      that("its header x-tokens-left", first.headers.has("x-tokens-left"), "there is none");
      await trial.send(red);
      const third = await trial.send(red);
      equal("the third request of one team within a minute", third.status, 429);
      that("the 429", third.headers.has("retry-after"), "it tells no Retry-After");
      equal("another team at the same time", (await trial.send(withKey("key-blue"))).status, 200);
      trial.advance(61_000);
      equal("the first team a minute later", (await trial.send(red)).status, 200);
    });
  },
});

type Answered = Pick<Response, "status" | "headers">;

const q2 = exercise<
  (send: () => Promise<Answered>, sleep: (seconds: number) => Promise<void>) => Promise<Answered>
>({
  id: "lab12.q2",
  title: "Wait as long as you are told",
  prompt:
    "Send; while the answer is 429, sleep for as many seconds as its Retry-After header says and send again, three times at most in all. Return the last answer.",
  hints: [
    "A loop of three rounds at most; anything but 429 is returned at once.",
    'Number(response.headers.get("retry-after")) gives the seconds.',
    "After the third 429 there is nothing to wait for.",
  ],
  solution: `type Answered = Pick<Response, "status" | "headers">;

const sendPatiently = async (
  send: () => Promise<Answered>,
  sleep: (seconds: number) => Promise<void>,
): Promise<Answered> => {
  let response = await send();
  for (let again = 1; again < 3 && response.status === 429; again++) {
    await sleep(Number(response.headers.get("retry-after")));
    response = await send();
  }
  return response;
};`,
  wrong: `type Answered = Pick<Response, "status" | "headers">;

const sendPatiently = async (
  send: () => Promise<Answered>,
  sleep: (seconds: number) => Promise<void>,
): Promise<Answered> => {
  let response = await send();
  for (let again = 1; again < 3 && response.status === 429; again++) {
    await sleep(1);
    response = await send();
  }
  return response;
};`,
  async test(sendPatiently) {
    const limit = '<rate-limit-by-key calls="1" renewal-period="60" counter-key="all" />';
    const given = {
      policy: trialPolicy({ inbound: `${toBackend}${limit}` }),
      backends,
      answer: () => ({ status: 200 }),
    };
    await tryGateway(given, async (trial) => {
      const waits: number[] = [];
      const sleep = async (seconds: number) => {
        waits.push(seconds);
        trial.advance(seconds * 1000 + 1000);
      };
      equal("an empty gateway", (await sendPatiently(() => trial.send(), sleep)).status, 200);
      equal("waits before the first answer", waits.length, 0);
      equal(
        "a gateway that is full for a minute",
        (await sendPatiently(() => trial.send(), sleep)).status,
        200,
      );
      that("the waits", waits.length === 1 && (waits[0] ?? 0) >= 50, `they were ${waits.join(", ")} s`);
    });
    let sent = 0;
    const refuse = async () => {
      sent += 1;
      return { status: 429, headers: new Headers({ "retry-after": "7" }) };
    };
    const last = await sendPatiently(refuse, async (seconds) => equal("Retry-After: 7", seconds, 7));
    equal("always 429", { sent, status: last.status }, { sent: 3, status: 429 });
  },
});

interface Pair {
  /** How alike two questions are, 0 to 1. */
  readonly likeness: number;
  /** Whether one answer serves both. */
  readonly same: boolean;
}

const q3 = exercise<(pairs: readonly Pair[], budget: number) => number>({
  id: "lab12.q3",
  title: "A threshold that lies seldom enough",
  prompt:
    "A semantic cache answers from memory when the likeness is at least the threshold; it lies when the two questions were not the same. Of the likenesses that occur, return the lowest threshold at which lies are at most `budget` of the hits (0.05: five of a hundred); when none will do, return 2, which is never reached. All likenesses differ.",
  hints: [
    "Try each likeness as a threshold: the hits are the pairs at or above it.",
    "hits.filter(({ same }) => !same).length / hits.length is the share of lies.",
    "A lower threshold may be fine again where a higher one is not: look at all of them, take the smallest that will do.",
  ],
  solution: `type Pair = { likeness: number; same: boolean };

const lowestThreshold = (pairs: readonly Pair[], budget: number): number => {
  const isFine = (threshold: number) => {
    const hits = pairs.filter(({ likeness }) => likeness >= threshold);
    return hits.filter(({ same }) => !same).length <= budget * hits.length;
  };
  return Math.min(2, ...pairs.map(({ likeness }) => likeness).filter(isFine));
};`,
  wrong: `type Pair = { likeness: number; same: boolean };

const lowestThreshold = (pairs: readonly Pair[], budget: number): number => {
  const lies = pairs.filter(({ same }) => !same).length;
  return lies / pairs.length <= budget ? 0 : 2;
};`,
  test(lowestThreshold) {
    const cases = freshCases(1203, 12, (random) => {
      const count = pickInteger(random, 1, 40);
      const pairs = Array.from({ length: count }, (_, at) => {
        const likeness = (at + 1) / (count + 1);
        return { likeness, same: random() < likeness };
      });
      return { pairs, budget: pickInteger(random, 0, 30) / 100 };
    });
    for (const { pairs, budget } of [{ pairs: [], budget: 0.1 }, ...cases])
      near({ pairs, budget }, lowestThreshold(pairs, budget), thresholdOf(pairs, budget), 1e-12);
  },
});

function thresholdOf(pairs: readonly Pair[], budget: number): number {
  const fine = pairs.filter(({ likeness: threshold }) => {
    const hits = pairs.filter(({ likeness }) => likeness >= threshold);
    return hits.filter(({ same }) => !same).length <= budget * hits.length;
  });
  return Math.min(2, ...fine.map(({ likeness }) => likeness));
}

const q4 = exercise<() => string>({
  id: "lab12.q4",
  title: "Only with a token of ours",
  prompt:
    'Write <validate-jwt>: the token of the Authorization header, signed with the key {{signing-key}}, issued by "https://login.test/" for the audience "api://router", with the claim roles holding "Router.Use". Otherwise 401.',
  hints: [
    "Inside stand <issuer-signing-keys>, <audiences>, <issuers> and <required-claims>.",
    "A key is <key>{{signing-key}}</key>; {{…}} is a named value, so that no secret stands in the policy.",
    '<claim name="roles" match="any"><value>Router.Use</value></claim>',
  ],
  solution: `const validation = () => \`
  <validate-jwt header-name="Authorization" failed-validation-httpcode="401">
    <issuer-signing-keys>
      <key>{{signing-key}}</key>
    </issuer-signing-keys>
    <audiences>
      <audience>api://router</audience>
    </audiences>
    <issuers>
      <issuer>https://login.test/</issuer>
    </issuers>
    <required-claims>
      <claim name="roles" match="any">
        <value>Router.Use</value>
      </claim>
    </required-claims>
  </validate-jwt>\`;`,
  wrong: `const validation = () => \`
  <validate-jwt header-name="Authorization" failed-validation-httpcode="401">
    <issuer-signing-keys>
      <key>{{signing-key}}</key>
    </issuer-signing-keys>
  </validate-jwt>\`;`,
  async test(answer) {
    const validation = answer();
    const given = {
      policy: trialPolicy({ inbound: `<base />${validation}<set-backend-service backend-id="foundry1" />` }),
      backends,
      namedValues: { "signing-key": Buffer.from(SECRET).toString("base64") },
      answer: () => ({ status: 200 }),
    };
    await tryGateway(given, async (trial) => {
      equal("no token", (await trial.send()).status, 401);
      for (const [name, changes, status] of TOKENS) {
        const headers = { authorization: `Bearer ${await sign(changes)}` };
        equal(name, (await trial.send({ headers })).status, status);
      }
    });
  },
});

const SECRET = "a key for this check alone, long enough for HS256";

interface TokenChanges {
  readonly audience?: string;
  readonly issuer?: string;
  readonly roles?: readonly string[];
  readonly secret?: string;
}

const TOKENS: readonly (readonly [string, TokenChanges, number])[] = [
  ["a good token", {}, 200],
  ["another audience", { audience: "api://other" }, 401],
  ["another issuer", { issuer: "https://evil.test/" }, 401],
  ["without the role", { roles: ["Reader"] }, 401],
  ["two roles", { roles: ["Reader", "Router.Use"] }, 200],
  ["another key", { secret: "some other key that nobody gave to the gateway" }, 401],
];

function sign({ audience = "api://router", issuer = "https://login.test/", roles, secret }: TokenChanges) {
  return new SignJWT({ roles: roles ?? ["Router.Use"] })
    .setProtectedHeader({ alg: "HS256" })
    .setAudience(audience)
    .setIssuer(issuer)
    .setExpirationTime("1h")
    .sign(new TextEncoder().encode(secret ?? SECRET));
}

export const lab12 = { q1, q2, q3, q4 };
