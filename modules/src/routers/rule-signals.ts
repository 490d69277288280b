/** A sign in a query's text and what it is worth: positive pulls to the cloud, negative to the local model. */
export interface RuleSignal {
  readonly name: string;
  readonly weight: number;
  /** Words and phrases, matched whole and without regard to case. */
  readonly words?: readonly string[];
  /** Anything that words cannot say. */
  readonly pattern?: RegExp;
  /** Only queries of at most this many words count. */
  readonly atMostWords?: number;
  /** Only queries of at least this many words count. */
  readonly atLeastWords?: number;
}

/** What an empty of signs is worth: slightly on the local side of 0.5. */
export const RULE_BASE_SCORE = 0.35;

/** The first set of signals, by judgement and not by measurement: English, with greetings of a few other languages. */
export const RULE_SIGNALS: readonly RuleSignal[] = [
  {
    name: "greeting",
    weight: -0.3,
    words: [
      "hello",
      "hi",
      "hey",
      "good morning",
      "good evening",
      "thanks",
      "thank you",
      "hola",
      "ciao",
      "bonjour",
      "hallo",
    ],
    atMostWords: 6,
  },
  {
    name: "simple-question",
    weight: -0.15,
    pattern: /^\s*(?:what|who|when|where|which|how (?:many|much|old|far)|is|are|does|do|can)\b/iu,
    atMostWords: 10,
  },
  { name: "arithmetic", weight: -0.15, pattern: /\d\s*[-+*/x×÷]\s*\d/u, atMostWords: 10 },
  {
    name: "reasoning",
    weight: 0.3,
    words: [
      "why",
      "prove",
      "derive",
      "analyze",
      "analyse",
      "compare",
      "evaluate",
      "explain",
      "justify",
      "trade-off",
      "trade-offs",
      "step by step",
    ],
  },
  {
    name: "creation",
    weight: 0.3,
    words: [
      "write",
      "design",
      "draft",
      "compose",
      "plan",
      "develop",
      "create",
      "summarize",
      "summarise",
      "outline",
    ],
  },
  {
    name: "code",
    weight: 0.25,
    words: [
      "function",
      "algorithm",
      "typescript",
      "python",
      "javascript",
      "sql",
      "regex",
      "debug",
      "refactor",
      "unit test",
    ],
    pattern: /```|\b\w+\(\)|=>|;\s*$/mu,
  },
  { name: "long", weight: 0.2, atLeastWords: 20 },
  { name: "very-long", weight: 0.25, atLeastWords: 60 },
];
