import type { RouteContext, RouteDecision, Router, Target } from "../routers/router.ts";
import { type Flip, whatWouldFlip } from "../routers/what-would-flip.ts";
import type { Labelled } from "./labelled-prompt.ts";
import { type Embed, type NearestExample, nearestExamples } from "./nearest-examples.ts";
import { searchFlip, type TextFlip } from "./search-flip.ts";
import { typicalWords } from "./typical-words.ts";

export interface ExplainQueryOptions<Row extends Labelled> {
  /**
   * Labelled rows. The nearest are shown, and the words that are typical of those going the other way are tried in the text:
   * without examples, words are only left out.
   */
  readonly examples?: readonly Row[];
  /** How many examples are shown. Default 5. */
  readonly nearest?: number;
  /** Finds near examples by meaning; without it, by common words. */
  readonly embed?: Embed;
  /** How often the router may be asked about a changed text. Default 400. */
  readonly most?: number;
  readonly context?: RouteContext;
}

/** Why a query went where it went, by what would have sent it elsewhere. */
export interface QueryExplanation<Row extends Labelled = Labelled> {
  readonly query: string;
  readonly decision: RouteDecision;
  /** What the score lacks to the threshold: positive = it would have to rise, 0 or negative = it is that far above. */
  readonly toThreshold: number;
  /** A small change of the text that flips the route; absent when none was found. */
  readonly flip?: TextFlip;
  /** The fewest signals without which the route is another, of a router whose score is a sum of signals. */
  readonly withoutSignals?: Flip;
  /** The labelled rows most like the query. Their labels say where such queries should go. */
  readonly nearest: readonly NearestExample<Row>[];
  /** How often the router was asked. */
  readonly asked: number;
}

/** Words tried in a text. */
const WORDS_TRIED = 12;

/**
 * Explains a decision by asking the router itself about changed texts.
 * @throws RoutingError when the router cannot decide.
 */
export async function explainQuery<Row extends Labelled>(
  query: string,
  router: Router,
  options: ExplainQueryOptions<Row> = {},
): Promise<QueryExplanation<Row>> {
  const { examples = [], nearest: count = 5, embed, most = 400, context } = options;
  let asked = 0;
  const route = (text: string) => {
    context?.signal?.throwIfAborted();
    asked += 1;
    return router.route(text, context);
  };
  const decision = await route(query);
  const nearest = await nearestExamples(query, examples, { count, embed });
  const words = wordsToTry(examples, nearest, decision.runnerUp);
  const flip = await searchFlip(query, decision, route, { words, most });
  const withoutSignals = whatWouldFlip(decision);
  return {
    query,
    decision,
    toThreshold: decision.threshold - decision.score,
    ...(flip && { flip }),
    ...(withoutSignals && { withoutSignals }),
    nearest,
    asked,
  };
}

/** Typical words of the other side, in the language of the nearest examples where there is one. */
function wordsToTry(
  examples: readonly Labelled[],
  nearest: readonly NearestExample[],
  target: Target,
): string[] {
  const language = nearest[0]?.row.language;
  const alike = examples.filter((row) => language === undefined || row.language === language);
  return typicalWords(alike, target, WORDS_TRIED);
}
