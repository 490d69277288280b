import type { RegisteredModel, TaskWish } from "./model-registry.ts";
import { providerKindOf } from "./provider-kind.ts";
import type { TaskRule } from "./registry-config.ts";
import { EMBEDDINGS, isEmbedding, servesTask, TEXT_GENERATION, taskName } from "./task-capability.ts";

/**
 * The models that can do a task, best first. With a rule: its preferred models in order, then its fallbacks, then the others by
 * input price. Without one: by input price for the quality they give. A model that a rule names is taken to be good for its task.
 * A task of writing that no model names goes to those for text generation.
 */
export function rankModels(
  models: readonly RegisteredModel[],
  task: string,
  rule: TaskRule | undefined,
  wish: TaskWish = {},
): readonly RegisteredModel[] {
  const fitting = models.filter((model) => fits(model, wish));
  const writes = taskName(task) !== EMBEDDINGS;
  const able = fitting.filter(
    (model) => isAble(model, task, rule) && (!writes || !isEmbedding(model.capabilities)),
  );
  if (able.length > 0 || !writes) return inOrder(able, rule);
  return inOrder(
    fitting.filter(({ capabilities }) => servesTask(capabilities, TEXT_GENERATION)),
    rule,
  );
}

function fits(model: RegisteredModel, wish: TaskWish): boolean {
  const { excludeProviders = [], maxInputUsdPerMillion, minQuality = 0, includeUnavailable = false } = wish;
  return (
    (includeUnavailable || model.isAvailable) &&
    !excludeProviders.some((written) => providerKindOf(written) === model.providerKind) &&
    model.ratedQuality >= minQuality &&
    (maxInputUsdPerMillion === undefined || inputPrice(model) <= maxInputUsdPerMillion)
  );
}

const isAble = ({ name, capabilities }: RegisteredModel, task: string, rule: TaskRule | undefined) =>
  servesTask(capabilities, task) || placeIn(rule, name)[0] < OTHERS;

type Place = readonly [group: number, within: number];

const OTHERS = 2;

function inOrder(models: readonly RegisteredModel[], rule: TaskRule | undefined): readonly RegisteredModel[] {
  const placed = models.map((model) => ({ model, place: placeOf(model, rule) }));
  return placed.toSorted(byPlace).map(({ model }) => model);
}

interface Placed {
  readonly model: RegisteredModel;
  readonly place: Place;
}

/** Of two at the same price, the better one. */
function byPlace({ model, place: [group, within] }: Placed, { model: other, place }: Placed): number {
  const [otherGroup, otherWithin] = place;
  return (
    group - otherGroup || compare(within, otherWithin) || compare(other.ratedQuality, model.ratedQuality)
  );
}

function placeOf(model: RegisteredModel, rule: TaskRule | undefined): Place {
  if (!rule) return [0, priceForQuality(model)];
  const [group, within] = placeIn(rule, model.name);
  return group < OTHERS ? [group, within] : [OTHERS, inputPrice(model)];
}

function placeIn(rule: TaskRule | undefined, name: string): Place {
  const preferred = rule?.preferred.indexOf(name) ?? -1;
  if (preferred >= 0) return [0, preferred];
  const fallback = rule?.fallback.indexOf(name) ?? -1;
  return fallback >= 0 ? [1, fallback] : [OTHERS, 0];
}

const priceForQuality = (model: RegisteredModel) =>
  model.ratedQuality > 0 ? inputPrice(model) / model.ratedQuality : Number.POSITIVE_INFINITY;

/** An unknown price comes after every known one. */
const inputPrice = ({ usdPerMillion }: RegisteredModel) => usdPerMillion?.input ?? Number.POSITIVE_INFINITY;

/** Infinity less Infinity is no number. */
const compare = (one: number, other: number) => (one < other ? -1 : one > other ? 1 : 0);
