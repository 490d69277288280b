import { resolve } from "node:path";
import type { AnswerCache } from "../cache/answer-cache.ts";
import { createAnswerCache } from "../cache/create-answer-cache.ts";
import type { EmbedText } from "../cache/embed-text.ts";
import { paths } from "../config/paths.ts";
import { type Clock, systemClock } from "../core/clock.ts";
import {
  type Budget,
  type BudgetEvent,
  createBudget,
  type Ledger,
  type LedgerEvent,
  openBudget,
  openLedger,
} from "../cost/index.ts";
import { createExperiments, type Experiments, type TuningStore } from "../experiments/index.ts";
import type { OrchestratorConfig } from "./orchestrator-config.ts";

export interface PartsOptions {
  readonly clock?: Clock;
  /** Instead of the configuration's own; `none` = without one. */
  readonly ledger?: Ledger | "none";
  /** Where a file that the configuration names lies; default: seen from the folder of the workshop. */
  readonly fileAt?: (file: string) => string;
  /** Vectors of questions, for a cache that also knows other words for the same. */
  readonly embed?: EmbedText;
  /** Where what experiments have counted outlives a restart. */
  readonly store?: TuningStore;
  /** Hears of alerts, refusals and calls that cost more than they could by our count. */
  readonly onBudget?: (event: BudgetEvent) => void;
  /** Hears when the file of costs cannot be written, and when it can again; not of a ledger that is given. */
  readonly onLedger?: (event: LedgerEvent) => void;
}

/** What outlives a change of the configuration. */
export interface LastingParts {
  readonly ledger?: Ledger;
  readonly budget?: Budget;
  readonly cache?: AnswerCache;
  readonly experiments?: Experiments;
}

/** Opens what a configuration keeps money and answers in. @throws LedgerError; SettingsError for a limit that cannot be. */
export async function openParts(
  config: OrchestratorConfig,
  { clock = systemClock, ledger: given, fileAt = inHouse, embed, store, onBudget, onLedger }: PartsOptions,
): Promise<LastingParts> {
  const { budget: limits } = config;
  const spending = { limits, clock, ...(onBudget && { onEvent: onBudget }) };
  const own = given === undefined ? config.ledger : undefined;
  const opened =
    own &&
    (await openLedger({
      ...own,
      file: fileAt(own.file),
      clock,
      ...(onLedger && { onEvent: onLedger }),
    }));
  const ledger = given === "none" ? undefined : (given ?? opened);
  const budget =
    limits.length === 0
      ? undefined
      : ledger
        ? await openBudget({ ...spending, ledger })
        : createBudget(spending);
  const experiments =
    config.experiments.length > 0
      ? createExperiments({ ...config, clock, ...(store && { store }) })
      : undefined;
  const cache = config.cache && openCache(config.cache, clock, embed);
  return {
    ...(ledger && { ledger }),
    ...(budget && { budget }),
    ...(cache && { cache }),
    ...(experiments && { experiments }),
  };
}

/** Files of a configuration lie where the workshop lies, unless it names another place. */
const inHouse = (file: string) => resolve(paths.root, file);

function openCache(
  { ttlMs, maxEntries, semanticThreshold: threshold }: NonNullable<OrchestratorConfig["cache"]>,
  clock: Clock,
  embed: EmbedText | undefined,
): AnswerCache {
  const semantic = embed && threshold !== undefined ? { embed, threshold } : undefined;
  return createAnswerCache({ clock, ttlMs, maxEntries, ...(semantic && { semantic }) });
}
