import { z } from "zod";
import { exercise } from "./exercise.ts";
import { equal, that } from "./expectations.ts";
import {
  type TrialCall,
  trialBackend,
  trialPolicy,
  trialPool,
  trippedBy,
  tryGateway,
} from "./gateway-trial.ts";

const NAMES = ["foundry1", "foundry2", "foundry3"] as const;
const backends = NAMES.map((name) => trialBackend(name, trippedBy(503)));
const members = NAMES.map((name) => ({ id: `/backends/${name}` }));
const policy = trialPolicy({ inbound: '<base /><set-backend-service backend-id="pool" />' });
const BY_COOKIE = { sessionAffinity: { sessionId: { source: "Cookie", name: "SessionId" } } };

const regionOf = (response: Response) => response.headers.get("x-ms-region") ?? "none";

const q1 = exercise<() => Readonly<Record<string, unknown>>>({
  id: "lab11.q1",
  title: "A pool that knows its callers",
  prompt:
    'Return the property that a pool needs beside "services", so that a caller who sends back the cookie APIM-Backend-Affinity always reaches the same backend: { sessionAffinity: … }.',
  hints: [
    "sessionAffinity says where the session's id is found: sessionId.",
    "sessionId has a source and a name.",
    '{ sessionAffinity: { sessionId: { source: "Cookie", name: "…" } } }',
  ],
  solution: `const affinity = () => ({
  sessionAffinity: { sessionId: { source: "Cookie", name: "APIM-Backend-Affinity" } },
});`,
  wrong: `const affinity = () => ({
  sessionAffinity: { sessionId: { source: "Cookie", name: "SessionId" } },
});`,
  async test(answer) {
    const affinity = answer();
    const given = {
      policy,
      backends: [...backends, trialPool(members, affinity)],
      answer: () => ({ status: 200 }),
    };
    await tryGateway(given, async (trial) => {
      const first = await trial.send();
      const cookie = first.headers.getSetCookie()[0]?.split(";")[0] ?? "";
      that(
        "the first answer's cookie",
        cookie.startsWith("APIM-Backend-Affinity="),
        `it is ${cookie || "none"}`,
      );
      for (let call = 0; call < 8; call++)
        equal(
          "a later call with the cookie",
          regionOf(await trial.send({ headers: { cookie } })),
          regionOf(first),
        );
      const strangers = new Set<string>();
      for (let call = 0; call < 12; call++) strangers.add(regionOf(await trial.send()));
      equal("backends of callers without a cookie", strangers.size, 3);
    });
  },
});

/** Sends one request; `headers` are added to it. */
type Send = (headers: Readonly<Record<string, string>>) => Promise<Response>;

const q2 = exercise<(send: Send) => () => Promise<Response>>({
  id: "lab11.q2",
  title: "A client that keeps its cookie",
  prompt:
    "Return a function for one session: each call sends a request by send(headers) and gives its response. The cookies that a response sets (response.headers.getSetCookie()) go back with every later call of this session, newest value first in force.",
  hints: [
    "A session needs memory: a Map of cookie names and values within createSession.",
    'A Set-Cookie line is "name=value; Path=/; …": only what stands before the first ";" goes back.',
    'headers: { cookie: "name=value; other=value" }, and none at all while there is no cookie',
  ],
  solution: `type Send = (headers: Record<string, string>) => Promise<Response>;

const createSession = (send: Send) => {
  const jar = new Map<string, string>();
  return async (): Promise<Response> => {
    const cookie = [...jar].map(([name, value]) => name + "=" + value).join("; ");
    const response = await send(cookie === "" ? {} : { cookie: cookie });
    for (const line of response.headers.getSetCookie()) {
      const pair = line.split(";")[0] ?? "";
      const at = pair.indexOf("=");
      jar.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim());
    }
    return response;
  };
};`,
  wrong: `type Send = (headers: Record<string, string>) => Promise<Response>;

let kept = "";
const createSession = (send: Send) => async (): Promise<Response> => {
  const response = await send(kept === "" ? {} : { cookie: kept });
  kept = response.headers.getSetCookie()[0]?.split(";")[0] ?? kept;
  return response;
};`,
  async test(createSession) {
    let down = "";
    const given = {
      policy,
      backends: [...backends, trialPool(members, BY_COOKIE)],
      answer: ({ backend }: TrialCall) => ({ status: backend === down ? 503 : 200 }),
    };
    await tryGateway(given, async (trial) => {
      const sessions = [1, 2, 3].map(() => createSession((headers) => trial.send({ headers })));
      const homes: string[] = [];
      for (const session of sessions) homes.push(regionOf(await session()));
      equal("the homes of three new sessions", new Set(homes).size, 3);
      for (let round = 0; round < 4; round++)
        for (const [at, session] of sessions.entries())
          equal(`session ${at + 1} comes again`, regionOf(await session()), homes[at]);
      const [first] = sessions;
      down = homes[0] ?? "";
      await first?.();
      const moved = first && regionOf(await first());
      that("its backend is down", moved !== down, "the session still goes there");
      equal("after the move it stays", first && regionOf(await first()), moved);
    });
  },
});

interface Turn {
  readonly role: "user" | "assistant";
  readonly content: string;
}
interface Reply {
  /** Of a refusal. */
  readonly code?: string | undefined;
  readonly id: string;
  readonly text: string;
}
type Post = (body: { input: string | Turn[]; previous_response_id?: string }) => Promise<Reply>;
interface Talk {
  readonly turns: Turn[];
  readonly lastId: string | undefined;
}

const q3 = exercise<(post: Post, talk: Talk, question: string) => Promise<Talk>>({
  id: "lab11.q3",
  title: "When the memory is gone",
  prompt:
    "Ask the next question of a talk. When there is a lastId, post({ input: question, previous_response_id: lastId }); when its code is previous_response_not_found the backend does not know the talk: post({ input: all turns with the new question }) instead. Return the talk with question and answer added and the new id. Without a lastId, send all turns at once.",
  hints: [
    'The new turns are [...talk.turns, { role: "user", content: question }].',
    "First the short way, if there is a lastId; then look at reply.code.",
    "Only that refusal is mended by sending everything; the answer comes from whichever reply was accepted.",
  ],
  solution: `type Turn = { role: "user" | "assistant"; content: string };
type Reply = { code?: string; id: string; text: string };
type Post = (body: { input: string | Turn[]; previous_response_id?: string }) => Promise<Reply>;
type Talk = { turns: Turn[]; lastId: string | undefined };

const LOST = "previous_response_not_found";

const askNext = async (post: Post, talk: Talk, question: string): Promise<Talk> => {
  const turns: Turn[] = [...talk.turns, { role: "user", content: question }];
  const brief = talk.lastId && (await post({ input: question, previous_response_id: talk.lastId }));
  const reply = brief && brief.code !== LOST ? brief : await post({ input: turns });
  return { turns: [...turns, { role: "assistant", content: reply.text }], lastId: reply.id };
};`,
  wrong: `type Turn = { role: "user" | "assistant"; content: string };
type Reply = { code?: string; id: string; text: string };
type Post = (body: { input: string | Turn[]; previous_response_id?: string }) => Promise<Reply>;
type Talk = { turns: Turn[]; lastId: string | undefined };

const LOST = "previous_response_not_found";

const askNext = async (post: Post, talk: Talk, question: string): Promise<Talk> => {
  const turns: Turn[] = [...talk.turns, { role: "user", content: question }];
  const brief = talk.lastId && (await post({ input: question, previous_response_id: talk.lastId }));
  const reply = brief && brief.code !== LOST ? brief : await post({ input: question });
  return { turns: [...turns, { role: "assistant", content: reply.text }], lastId: reply.id };
};`,
  async test(askNext) {
    const given = {
      policy,
      backends: [...backends, trialPool(members)],
      answer: rememberTalks(),
    };
    await tryGateway(given, async (trial) => {
      const post: Post = async (body) => {
        const response = await trial.send({ path: "/responses", body });
        const { id, text, error } = replySchema.parse(await response.json());
        return { code: error?.code, id, text };
      };
      let talk: Talk = { turns: [], lastId: undefined };
      for (const question of QUESTIONS) {
        talk = await askNext(post, talk, question);
        const heard = QUESTIONS.slice(0, QUESTIONS.indexOf(question) + 1);
        equal(`the talk at "${question}"`, talk.turns.at(-1)?.content, `I heard: ${heard.join(" / ")}`);
      }
      equal("turns of the whole talk", talk.turns.length, 2 * QUESTIONS.length);
    });
  },
});

const QUESTIONS = ["My name is Ada.", "I live in Bern.", "What is my name?", "Where do I live?"] as const;

const replySchema = z.object({
  id: z.string().default(""),
  text: z.string().default(""),
  error: z.object({ code: z.string() }).optional(),
});
const askedSchema = z.object({
  input: z.union([z.string(), z.array(z.object({ role: z.string(), content: z.string() }))]),
  previous_response_id: z.string().optional(),
});

/** Backends that each remember only the talks they had themselves, and say what the user has told them. */
function rememberTalks() {
  const talks = new Map<string, readonly string[]>();
  return ({ backend, body }: TrialCall) => {
    const { input, previous_response_id: previous } = askedSchema.parse(body);
    const known = previous === undefined ? [] : talks.get(`${backend} ${previous}`);
    if (!known) return { status: 400, body: { error: { code: "previous_response_not_found" } } };
    const told =
      typeof input === "string"
        ? [input]
        : input.filter(({ role }) => role === "user").map(({ content }) => content);
    const heard = [...known, ...told];
    const id = `resp_${talks.size + 1}`;
    talks.set(`${backend} ${id}`, heard);
    return { status: 200, body: { id, text: `I heard: ${heard.join(" / ")}` } };
  };
}

export const lab11 = { q1, q2, q3 };
