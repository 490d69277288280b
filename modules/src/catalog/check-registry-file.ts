import { nearestName } from "../config/nearest-name.ts";
import type { YamlContent } from "../config/read-yaml.ts";
import {
  indexModelNames,
  isModelName,
  MODEL_NAME_RULE,
  type ModelNames,
  splitVersion,
} from "./model-names.ts";
import type { ModelProfile } from "./registry-config.ts";
import type { RegistryFile } from "./registry-file.ts";

/** A problem's line for people, with file and line. */
export type ProblemAt = YamlContent<unknown>["problemAt"];

interface Findings {
  readonly problems: string[];
  readonly warnings: string[];
}

interface Check extends Findings {
  readonly content: RegistryFile;
  readonly names: ModelNames;
  readonly at: ProblemAt;
}

/** What the schema cannot see: names that lead nowhere or to two models, chains that come back, prices of the wrong unit. */
export function checkRegistryFile(
  content: RegistryFile,
  models: readonly ModelProfile[],
  at: ProblemAt,
): Findings {
  const check: Check = { content, names: indexModelNames(models), at, problems: [], warnings: [] };
  checkModels(check, models);
  checkRules(check);
  checkIntents(check);
  checkChains(check);
  return check;
}

function checkModels(
  { content, names, at, problems, warnings }: Check,
  models: readonly ModelProfile[],
): void {
  const entries = Object.entries(content.models);
  if (entries.length === 0) problems.push(at(["models"], "models needs at least one model."));
  const seen = new Set<string>();
  entries.forEach(([key, entry], index) => {
    const { name, version: keyVersion } = splitVersion(key);
    const version = models[index]?.version ?? "1";
    if (!isModelName(name))
      problems.push(at(["models", key], `the model name ${show(key)} ${MODEL_NAME_RULE}.`));
    entry.aliases
      .filter((alias) => !isModelName(alias))
      .forEach((alias) => {
        problems.push(
          at(["models", key, "aliases"], `the alias ${show(alias)} of ${key} ${MODEL_NAME_RULE}.`),
        );
      });
    if (keyVersion !== undefined && entry.version !== undefined && keyVersion !== entry.version)
      problems.push(
        at(["models", key, "version"], `${key} says version ${entry.version} as well; leave one out.`),
      );
    if (seen.has(`${name}@${version}`))
      problems.push(at(["models", key], `there is a version ${version} of ${name} already.`));
    seen.add(`${name}@${version}`);
    if (entry.cost_per_1k_tokens && entry.usd_per_million_tokens)
      problems.push(at(["models", key, "usd_per_million_tokens"], `${key} has two prices; leave one out.`));
    if (models[index]?.usdPerMillion === undefined)
      warnings.push(at(["models", key], `${key} has no price; what its answers cost is not known.`));
    const { input = 0, output = 0 } = entry.cost_per_1k_tokens ?? {};
    if (Math.max(input, output) > 1)
      warnings.push(
        at(
          ["models", key, "cost_per_1k_tokens"],
          `${key} costs ${Math.max(input, output)} USD for a thousand tokens; is that the price of a million (usd_per_million_tokens)?`,
        ),
      );
  });
  for (const { written, of, taken } of names.clashes)
    problems.push(
      at(["models", keyOf(content, of), "aliases"], `${of} wants the name ${written}, which is ${taken}'s.`),
    );
}

function checkRules(check: Check): void {
  const { content, names, at, problems, warnings } = check;
  const rules = content.routing_rules ?? [];
  const tasks = rules.map(({ task }) => task);
  rules.forEach(({ task, preferred_models, fallback_models }, index) => {
    if (tasks.indexOf(task) !== index)
      problems.push(at(["routing_rules", index, "task"], `there is a rule for ${task} already.`));
    const all = [
      ...preferred_models.map((written, place) => ({ written, path: ["preferred_models", place] })),
      ...fallback_models.map((written, place) => ({ written, path: ["fallback_models", place] })),
    ];
    const taken = new Set<string>();
    for (const { written, path } of all) {
      const name = names.nameOf(written);
      if (name === undefined)
        warnings.push(
          at(
            ["routing_rules", index, ...path],
            `the rule for ${task} names ${show(written)}, which is not in models and is passed over.`,
          ),
        );
      else if (taken.has(name))
        problems.push(
          at(
            ["routing_rules", index, ...path],
            `the rule for ${task} comes back to ${name}; name each model once.`,
          ),
        );
      else taken.add(name);
    }
    if (taken.size === 0)
      problems.push(at(["routing_rules", index], `no model of the rule for ${task} is in models.`));
  });
}

function checkIntents({ content, names, at, problems, warnings }: Check): void {
  const { intent_classifier: section, routing } = content;
  const { thresholds: _, keywords = {}, ...listed } = section ?? {};
  for (const key of Object.keys(listed).filter((key) => !key.endsWith("_keywords")))
    problems.push(
      at(
        ["intent_classifier", key],
        `unknown key ${show(key)} of intent_classifier; the words of an intent stand under INTENT_keywords.`,
      ),
    );
  const intents = [
    ...Object.keys(listed).map((key) => key.replace(/_keywords$/, "")),
    ...Object.keys(keywords),
  ];
  for (const key of ["primary_mapping", "primary_model"] as const)
    for (const [intent, written] of Object.entries(routing?.[key] ?? {})) {
      if (names.nameOf(written) === undefined)
        problems.push(
          at(
            ["routing", key, intent],
            `the intent ${intent} goes to ${show(written)}, which is not in models.${guess(names, written)}`,
          ),
        );
      if (section && intent !== "general" && !intents.includes(intent))
        warnings.push(
          at(["routing", key, intent], `the intent ${intent} has no keywords, so nothing is taken for it.`),
        );
    }
  const served = { ...routing?.primary_mapping, ...routing?.primary_model };
  for (const intent of new Set(intents.filter((intent) => !(intent in served))))
    warnings.push(
      at(
        ["intent_classifier", `${intent}_keywords`],
        `the intent ${intent} has no model in routing.primary_model and goes where general goes.`,
      ),
    );
}

/** A chain is walked from its model on; whoever stands in it twice, under whatever name, would be asked again after it failed. */
function checkChains({ content, names, at, problems }: Check): void {
  const chains = Object.entries(content.routing?.fallback_chains ?? {});
  const begun = new Set<string>();
  for (const [start, chain] of chains) {
    const path = ["routing", "fallback_chains", start] as const;
    const first = names.nameOf(start);
    if (first === undefined) {
      problems.push(
        at(path, `there is a chain for ${show(start)}, which is not in models.${guess(names, start)}`),
      );
      continue;
    }
    if (begun.has(first)) problems.push(at(path, `there is a chain for ${first} already.`));
    begun.add(first);
    const way = [first];
    chain.forEach((written, place) => {
      const name = names.nameOf(written);
      if (name === undefined)
        problems.push(
          at(
            [...path, place],
            `the chain of ${first} names ${show(written)}, which is not in models.${guess(names, written)}`,
          ),
        );
      else if (way.includes(name))
        problems.push(
          at([...path, place], `the chain of ${first} is a cycle: ${[...way, name].join(" -> ")}.`),
        );
      else way.push(name);
    });
  }
}

const keyOf = ({ models }: RegistryFile, name: string) =>
  Object.keys(models).find((key) => splitVersion(key).name === name) ?? name;

const guess = (names: ModelNames, written: string) => {
  const near = nearestName(written, names.all);
  return near === undefined ? "" : ` Did you mean ${near}?`;
};

const show = (written: string) => JSON.stringify(written.length > 40 ? `${written.slice(0, 40)}…` : written);
