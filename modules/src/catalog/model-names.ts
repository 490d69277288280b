import type { ModelProfile } from "./registry-config.ts";

/** Says that the request leaves the choice of the model to us, so no model may have it as a name. */
const AUTO = "auto";

/** What a model or an alias may be called: `gpt-4.1`, `meta-llama/Llama-3.3-70B`, `phi:latest`. */
export const isModelName = (name: string) =>
  /^[\p{L}\p{N}][\p{L}\p{N}._:/+-]{0,127}$/u.test(name) && name.toLowerCase() !== AUTO;

export const MODEL_NAME_RULE = `must be letters, digits and . _ : / + -, up to 128, and not "${AUTO}"`;

/** `gpt-4@0613` is version 0613 of gpt-4; without a version, the text is the name. */
export function splitVersion(written: string): { readonly name: string; readonly version?: string } {
  const at = written.lastIndexOf("@");
  return at > 0 ? { name: written.slice(0, at), version: written.slice(at + 1) } : { name: written };
}

/** Finds models by any of their names, without regard to case. */
export interface ModelNames {
  /** The name of the model that is meant. */
  nameOf(written: string): string | undefined;
  /** A name or alias that two models want, with both models. */
  readonly clashes: readonly { readonly written: string; readonly of: string; readonly taken: string }[];
  readonly all: readonly string[];
}

/**
 * Names come before aliases, and aliases before the names that servers use: one served name may stand for several models,
 * and then it leads to none of them.
 */
export function indexModelNames(models: readonly ModelProfile[]): ModelNames {
  const index = new Map<string, string>();
  const clashes: { written: string; of: string; taken: string }[] = [];
  const claim = (written: string, of: string) => {
    const taken = index.get(written.toLowerCase());
    if (taken === undefined) index.set(written.toLowerCase(), of);
    else if (taken !== of) clashes.push({ written, of, taken });
  };
  for (const { name } of models) claim(name, name);
  for (const { name, aliases } of models) for (const alias of aliases) claim(alias, name);
  const served = Map.groupBy(models, ({ servedName }) => servedName.toLowerCase());
  for (const [written, users] of served) {
    const [first] = users;
    if (first && !index.has(written) && users.every(({ name }) => name === first.name))
      index.set(written, first.name);
  }
  return {
    nameOf: (written) => index.get(written.toLowerCase()),
    clashes,
    all: [...new Set(models.flatMap(({ name, aliases }) => [name, ...aliases]))],
  };
}
