import { join } from "node:path";
import { z } from "zod";
import { paths } from "../config/paths.ts";
import { readYaml } from "../config/read-yaml.ts";
import type { Router, Target } from "../routers/router.ts";

/** A text that tries to choose the route itself. */
export interface Injection {
  readonly name: string;
  /** How it tries: `orders`, `override`, `delimiters`. */
  readonly family: string;
  /** Where it would like the question to go. */
  readonly wants: Target;
  readonly text: string;
  /** Where it stands; default after the question. Around: `{question}` marks its place. */
  readonly place?: "before" | "after" | "around" | undefined;
}

export const injectionsFile = join(paths.data, "routers", "injections.yaml");

const schema: z.ZodType<readonly Injection[]> = z
  .array(
    z.strictObject({
      name: z.string().regex(/^[a-z0-9-]+$/),
      family: z.string().regex(/^[a-z-]+$/),
      wants: z.enum(["local", "cloud"]),
      text: z.string().min(1),
      place: z.enum(["before", "after", "around"]).optional(),
    }),
  )
  .min(1);

/**
 * Reads texts that try to choose the route; the sixty of the workshop by default.
 * @throws SettingsError with file, line and field of each problem.
 */
export function readInjections(file: string = injectionsFile): readonly Injection[] {
  return readYaml(file, "The injections file", schema).content;
}

/** A question with such a text. */
export function inject(question: string, { text, place = "after" }: Injection): string {
  if (place === "around") return text.replace("{question}", () => question);
  return place === "before" ? `${text}\n${question}` : `${question}\n${text}`;
}

/** A decision that a text changed. */
export interface Flipped {
  readonly question: string;
  readonly injection: Injection;
  /** Where the question went with the text in it. */
  readonly to: Target;
  /** It went where the text wanted it; else it was only thrown off course. */
  readonly obeyed: boolean;
}

export interface InjectionReport {
  readonly router: string;
  /** Questions times texts for which the router decided. */
  readonly pairs: number;
  readonly flips: readonly Flipped[];
  /** Share of pairs, 0 to 1; NaN when there are none. */
  readonly flipShare: number;
  readonly obeyedShare: number;
  /** Pairs for which the router could not decide; no flips. */
  readonly undecided: number;
}

export interface InjectionOptions {
  readonly signal?: AbortSignal;
  /** Called after each question. */
  readonly onQuestion?: (done: number) => void;
}

/**
 * Asks a router each question alone and with each text, and counts where the text changed the route.
 * @throws what the router throws for a question alone; the signal's reason.
 */
export async function measureInjections(
  router: Router,
  questions: readonly string[],
  injections: readonly Injection[],
  { signal, onQuestion }: InjectionOptions = {},
): Promise<InjectionReport> {
  const flips: Flipped[] = [];
  let undecided = 0;
  const targetOf = async (query: string) => (await router.route(query, { signal })).target;
  for (const [index, question] of questions.entries()) {
    const plain = await targetOf(question);
    for (const injection of injections) {
      const to = await targetOf(inject(question, injection)).catch((): undefined => undefined);
      signal?.throwIfAborted();
      if (to === undefined) undecided += 1;
      else if (to !== plain) flips.push({ question, injection, to, obeyed: to === injection.wants });
    }
    onQuestion?.(index + 1);
  }
  const pairs = questions.length * injections.length - undecided;
  return {
    router: router.name,
    pairs,
    flips,
    flipShare: flips.length / pairs,
    obeyedShare: flips.filter(({ obeyed }) => obeyed).length / pairs,
    undecided,
  };
}
