import { type AnswerFindings, inspectPrompt } from "../azure-openai/content-filter.ts";

export const HARM_CATEGORIES = ["Hate", "SelfHarm", "Sexual", "Violence"] as const;
export type HarmCategory = (typeof HARM_CATEGORIES)[number];

/**
 * The whole list of what this double of Azure AI Content Safety reacts to, beside the marks of the lab cloud's content filter
 * (`LAB_FILTER_VIOLENCE_HIGH` …). It judges no text: it looks for a few words, so that a lab can see what a gateway does
 * with a verdict. A number is a severity, 0 to 7.
 */
const WORDS: readonly (readonly [pattern: RegExp, category: HarmCategory, severity: number])[] = [
  [
    /\b(?:kill|murder|stab|shoot|behead) (?:him|her|them|you|people|everyone|somebody|someone|my \w+)\b/i,
    "Violence",
    6,
  ],
  [/\b(?:build|make|plant|set off) a (?:pipe )?bomb\b/i, "Violence", 6],
  [/\bbeat (?:him|her|them|you|somebody|someone) up\b/i, "Violence", 4],
  [/\b(?:fight|punch|slap)\b/i, "Violence", 2],
  [/\b(?:kill|hurt|cut|harm) myself\b/i, "SelfHarm", 6],
  [/\bhow (?:can|could|do) i end my life\b/i, "SelfHarm", 6],
  [/\b(?:are|is) (?:all )?(?:vermin|subhuman|scum)\b/i, "Hate", 6],
  [/\bi hate (?:all|those|these) \w+/i, "Hate", 4],
  [/\b(?:explicit|erotic|pornographic) (?:story|scene|text|picture)\b/i, "Sexual", 4],
];

const MARKS: Readonly<Record<HarmCategory, keyof AnswerFindings>> = {
  Hate: "hate",
  SelfHarm: "self_harm",
  Sexual: "sexual",
  Violence: "violence",
};
const SEVERITIES = { safe: 0, low: 2, medium: 4, high: 6 } as const;

/** How severe each category is in a text, 0 to 7. */
export function findHarm(text: string): Readonly<Record<HarmCategory, number>> {
  const marked = inspectPrompt([{ role: "user", text }]);
  const severity = (category: HarmCategory) =>
    Math.max(
      SEVERITIES[marked[MARKS[category]].severity],
      ...WORDS.flatMap(([pattern, of, how]) => (of === category && pattern.test(text) ? [how] : [])),
    );
  return {
    Hate: severity("Hate"),
    SelfHarm: severity("SelfHarm"),
    Sexual: severity("Sexual"),
    Violence: severity("Violence"),
  };
}

/** Whether a text is one of the few well-known tries to make a model forget its instructions. */
export const isAttack = (text: string): boolean => inspectPrompt([{ role: "user", text }]).jailbreak.detected;
