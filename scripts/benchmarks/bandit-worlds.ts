export const CONTEXTS = ["chat", "code", "reasoning"];
/** In the order one would take without a bandit. */
export const MODELS = ["small", "middle", "large", "remote"];

/** What models are worth, invented for the purpose. */
export interface BanditWorld {
  readonly name: string;
  readonly about: string;
  /** Expected reward of a model, 0 to 1; `progress` is 0 at the first request and 1 at the last. */
  worth(context: string, model: string, progress: number): number;
  /** Share of requests that get a rating. */
  readonly ratedShare: number;
  /** Ratings that are on their way while later requests are asked. */
  readonly delay: number;
}

type Table = Readonly<Record<string, Readonly<Record<string, number>>>>;

const CLEAR: Table = {
  chat: { small: 0.8, middle: 0.75, large: 0.6, remote: 0.5 },
  code: { small: 0.35, middle: 0.6, large: 0.85, remote: 0.7 },
  reasoning: { small: 0.3, middle: 0.45, large: 0.7, remote: 0.8 },
};

const NEAR: Table = {
  chat: { small: 0.7, middle: 0.68, large: 0.69, remote: 0.67 },
  code: { small: 0.66, middle: 0.7, large: 0.68, remote: 0.69 },
  reasoning: { small: 0.67, middle: 0.68, large: 0.69, remote: 0.7 },
};

const ORDERED: Table = Object.fromEntries(
  CONTEXTS.map((context) => [context, { small: 0.8, middle: 0.7, large: 0.6, remote: 0.5 }]),
);

const fixed =
  (table: Table): BanditWorld["worth"] =>
  (context, model) =>
    table[context]?.[model] ?? 0;

export const banditWorlds: readonly BanditWorld[] = [
  {
    name: "steady",
    about: "models differ clearly, and nothing changes",
    worth: fixed(CLEAR),
    ratedShare: 1,
    delay: 0,
  },
  {
    name: "near",
    about: "all models are worth nearly the same, so little can be won and learning costs",
    worth: fixed(NEAR),
    ratedShare: 1,
    delay: 0,
  },
  {
    name: "well ordered",
    about: "the order one would take anyway is right everywhere, so a bandit can only lose",
    worth: fixed(ORDERED),
    ratedShare: 1,
    delay: 0,
  },
  {
    name: "breaks",
    about: "half-way the best model of code and the best of reasoning get bad",
    worth: (context, model, progress) => {
      const isBroken =
        progress >= 0.5 &&
        ((context === "code" && model === "large") || (context === "reasoning" && model === "remote"));
      return isBroken ? 0.1 : (CLEAR[context]?.[model] ?? 0);
    },
    ratedShare: 1,
    delay: 0,
  },
  {
    name: "few ratings",
    about: "one request in ten is rated, and the rating comes twenty ratings late",
    worth: fixed(CLEAR),
    ratedShare: 0.1,
    delay: 20,
  },
];
