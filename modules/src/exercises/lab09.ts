import { exercise } from "./exercise.ts";
import { equal, that } from "./expectations.ts";
import { type Trial, trialBackend, trialPolicy, trialPool, trippedBy, tryGateway } from "./gateway-trial.ts";

const REGIONS = ["foundry1", "foundry2", "foundry3", "foundry4"] as const;
const tripped429 = REGIONS.map((name) => trialBackend(name, trippedBy(429)));
const priorities = [1, 2, 2, 3].map((priority, at) => ({ id: `/backends/foundry${at + 1}`, priority }));
const toPool = '<base /><set-backend-service backend-id="pool" />';

/** Backends that answer 200, but for those that are named with another status. */
const statusBy =
  (down: Readonly<Record<string, number>>) =>
  ({ backend }: { readonly backend: string }) => ({ status: down[backend] ?? 200 });

const q1 = exercise<() => string>({
  id: "lab09.q1",
  title: "Try again, but not for everything",
  prompt:
    'Write what stands in <backend>: forward to the backend "pool"; after a 429 or a 503 try again at once, so that at most three backends are asked; any other answer goes to the caller as it is.',
  hints: [
    "The policy is <retry>. Its children run once, and again while the condition holds.",
    'count is the number of repetitions, not of runs; interval="0" does not wait. A body is sent again only with buffer-request-body="true".',
    '<retry count="2" interval="0" condition="@(context.Response.StatusCode == 429 || …)"> around set-backend-service and forward-request',
  ],
  solution: `const backendSection = () => \`
  <retry count="2" interval="0" first-fast-retry="true"
    condition="@(context.Response.StatusCode == 429 || context.Response.StatusCode == 503)">
    <set-backend-service backend-id="pool" />
    <forward-request buffer-request-body="true" />
  </retry>\`;`,
  wrong: `const backendSection = () => \`
  <retry count="2" interval="0" condition="@(context.Response.StatusCode >= 400)">
    <set-backend-service backend-id="pool" />
    <forward-request buffer-request-body="true" />
  </retry>\`;`,
  async test(answer) {
    const backendSection = answer();
    for (const [down, status, calls] of RETRIES) {
      const given = {
        policy: trialPolicy({ inbound: toPool, backend: backendSection }),
        backends: [...tripped429, trialPool(priorities)],
        answer: statusBy(down),
      };
      await tryGateway(given, async (trial) => {
        equal(down, (await trial.send()).status, status);
        const asked = `${trial.calls.length} of ${calls.join(" or ")} calls reach the backends`;
        that(down, calls.includes(trial.calls.length), asked);
      });
    }
  },
});

/** Who is down with which status, what the caller gets, after how many calls; of two alike either may be first. */
const RETRIES: readonly (readonly [Readonly<Record<string, number>>, number, readonly number[]])[] = [
  [{}, 200, [1]],
  [{ foundry1: 429 }, 200, [2]],
  [{ foundry1: 503 }, 503, [3]],
  [{ foundry1: 429, foundry2: 429 }, 200, [2, 3]],
  [{ foundry1: 429, foundry3: 429 }, 200, [2, 3]],
  [{ foundry1: 400 }, 400, [1]],
  [{ foundry1: 500 }, 500, [1]],
  [{ foundry1: 429, foundry2: 429, foundry3: 429 }, 429, [3]],
];

interface PoolMember {
  readonly id: string;
  readonly priority: number;
  readonly weight?: number;
}

const q2 = exercise<() => readonly PoolMember[]>({
  id: "lab09.q2",
  title: "Who is asked, and who steps in",
  prompt:
    'Return the members of a pool as { id: "/backends/NAME", priority, weight }: foundry1 takes everything; when it is out, foundry2 takes three times as much as foundry3; foundry4 is asked only when all others are out.',
  hints: [
    "A lower priority number is preferred. Those of one number share by weight.",
    "foundry2 and foundry3 need the same priority and weights of 3 to 1.",
    "priorities 1, 2, 2, 3 and weights 75 and 25",
  ],
  solution: `const members = () => [
  { id: "/backends/foundry1", priority: 1 },
  { id: "/backends/foundry2", priority: 2, weight: 75 },
  { id: "/backends/foundry3", priority: 2, weight: 25 },
  { id: "/backends/foundry4", priority: 3 },
];`,
  wrong: `const members = () => [
  { id: "/backends/foundry1", priority: 1 },
  { id: "/backends/foundry2", priority: 2, weight: 50 },
  { id: "/backends/foundry3", priority: 2, weight: 50 },
  { id: "/backends/foundry4", priority: 3 },
];`,
  async test(answer) {
    const members = answer();
    equal("nobody out", await sharesOf(members, {}, 20), { foundry1: 20 });
    const split = await sharesOf(members, { foundry1: 429 }, SPLIT_CALLS);
    const { foundry2 = 0, foundry3 = 0, foundry4 = 0 } = split;
    that(split, foundry4 === 0, "foundry4 is asked too early");
    // Four standard deviations of 400 draws with 3 to 1.
    that(split, Math.abs(foundry2 - 300) <= 35 && foundry2 + foundry3 === SPLIT_CALLS, "not 3 to 1");
    const last = await sharesOf(members, { foundry1: 429, foundry2: 429, foundry3: 429 }, 10);
    equal("only foundry4 is left", last, { foundry4: 10 });
  },
});

const SPLIT_CALLS = 400;

/** How many of `count` answers each backend gave, once those that are down have been found out. */
async function sharesOf(
  members: readonly PoolMember[],
  down: Readonly<Record<string, number>>,
  count: number,
) {
  const given = {
    policy: trialPolicy({ inbound: toPool }),
    backends: [...tripped429, trialPool(members)],
    answer: statusBy(down),
  };
  return tryGateway(given, async (trial) => {
    for (const _ of Object.keys(down)) await trial.send();
    const before = trial.calls.length;
    for (let call = 0; call < count; call++) await trial.send();
    return countNames(trial.calls.slice(before));
  });
}

function countNames(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

const q3 = exercise<() => unknown>({
  id: "lab09.q3",
  title: "When to leave a backend alone",
  prompt:
    "Return a circuit breaker rule: three answers of 500 to 599 within five minutes trip it for one minute, or for as long as the failing answer's Retry-After says. Other answers do not count.",
  hints: [
    "A rule has name, failureCondition, tripDuration and acceptRetryAfter.",
    "failureCondition has count, interval and statusCodeRanges; durations are ISO 8601: PT5M is five minutes.",
    '{ failureCondition: { count: 3, interval: "PT5M", statusCodeRanges: [{ min: 500, max: 599 }] }, tripDuration: "PT1M", … }',
  ],
  solution: `const rule = () => ({
  name: "server-errors",
  failureCondition: {
    count: 3,
    interval: "PT5M",
    statusCodeRanges: [{ min: 500, max: 599 }],
  },
  tripDuration: "PT1M",
  acceptRetryAfter: true,
});`,
  wrong: `const rule = () => ({
  name: "server-errors",
  failureCondition: {
    count: 3,
    interval: "PT5M",
    statusCodeRanges: [{ min: 429, max: 599 }],
  },
  tripDuration: "PT1M",
  acceptRetryAfter: false,
});`,
  async test(answer) {
    const rule = answer();
    await tryRule(rule, { status: 503 }, async (trial) => {
      for (let call = 0; call < 5; call++) await trial.send();
      equal("calls after three failures", trial.calls.length, 3);
      trial.advance(61_000);
      await trial.send();
      equal("calls a minute later", trial.calls.length, 4);
    });
    await tryRule(rule, { status: 500 }, async (trial) => {
      for (let call = 0; call < 5; call++) {
        await trial.send();
        trial.advance(160_000);
      }
      equal("calls when failures come every 160 s", trial.calls.length, 5);
    });
    await tryRule(rule, { status: 429 }, async (trial) => {
      for (let call = 0; call < 5; call++) await trial.send();
      equal("calls when all answers are 429", trial.calls.length, 5);
    });
    await tryRule(rule, { status: 503, headers: { "retry-after": "600" } }, async (trial) => {
      for (let call = 0; call < 3; call++) await trial.send();
      trial.advance(120_000);
      await trial.send();
      equal("calls two minutes after Retry-After: 600", trial.calls.length, 3);
    });
  },
});

function tryRule(
  rule: unknown,
  answer: { status: number; headers?: Readonly<Record<string, string>> },
  use: (trial: Trial) => Promise<void>,
): Promise<void> {
  return tryGateway(
    {
      policy: trialPolicy({ inbound: '<base /><set-backend-service backend-id="foundry1" />' }),
      backends: [trialBackend("foundry1", rule)],
      answer: () => answer,
    },
    use,
  );
}

export const lab09 = { q1, q2, q3 };
