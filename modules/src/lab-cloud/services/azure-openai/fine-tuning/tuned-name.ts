import type { Model } from "../../../../catalog/index.ts";
import type { RouteForm } from "../route-form.ts";
import { modelName } from "./job.ts";

export interface TunedNameParts {
  readonly base: Model;
  readonly jobId: string;
  readonly suffix: string | undefined;
  readonly form: RouteForm;
}

/** `gpt-4o-mini-2024-07-18.ft-HASH:SUFFIX`; on OpenAI's own surface `ft:gpt-4o-mini-2024-07-18:lab:SUFFIX:HASH`. */
export function tunedName({ base, jobId, suffix, form }: TunedNameParts): string {
  const hash = jobId.replace("ftjob-", "");
  if (form === "direct") return `ft:${modelName(base)}:lab:${suffix ?? ""}:${hash.slice(0, 8)}`;
  return `${modelName(base)}.ft-${hash}${suffix === undefined ? "" : `:${suffix}`}`;
}

/** The base model under the tuned one's name, which it tells in its answers. It writes labels, never JSON. */
export function tunedModelEntry(base: Model, name: string): Model {
  const plain = name.startsWith("ft:") ? `ft:${base.name}` : base.name;
  return {
    ...base,
    name: plain,
    version: name.slice(plain.length + 1),
    capabilities: [],
    fineTuning: undefined,
  };
}
