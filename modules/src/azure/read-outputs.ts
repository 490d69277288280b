import { z } from "zod";
import { nearestName } from "../config/nearest-name.ts";
import { LabError } from "../core/errors.ts";
import type { PlainValue } from "./bicep/index.ts";
import { maskSecrets } from "./mask-secret.ts";

const outputsShape = z.record(z.string(), z.object({ value: z.json().optional() }));

/** What a deployment gives back. */
export interface DeploymentOutputs {
  readonly names: readonly string[];
  /** @throws LabError `OUTPUT_MISSING` that names the outputs there are */
  value(name: string): PlainValue;
  /** A text. @throws LabError when it is none */
  text(name: string): string;
  /** Subscriptions of a gateway, from the output `apimSubscriptions` or another. @throws LabError */
  subscriptions(name?: string): readonly GatewaySubscriptionKey[];
  /** All of them as they may be shown: keys masked, `****1234`. */
  masked(): Readonly<Record<string, PlainValue>>;
  /** What a notebook shows of it. */
  toJSON(): Readonly<Record<string, PlainValue>>;
}

export interface GatewaySubscriptionKey {
  readonly name: string;
  readonly displayName: string;
  /** Secret. */
  readonly key: string;
}

const subscriptionsShape = z.array(
  z.object({ name: z.string(), displayName: z.string().optional(), key: z.string() }),
);

/** @param outputs as ARM has them: `{ name: { type, value } }` */
export function readOutputs(outputs: unknown): DeploymentOutputs {
  const parsed = outputsShape.safeParse(outputs ?? {});
  if (!parsed.success)
    throw new LabError("The deployment's outputs are not of the form { name: { type, value } }.", {
      code: "OUTPUTS_INVALID",
    });
  const values = new Map(
    Object.entries(parsed.data).map(([name, output]) => [name, (output.value ?? null) as PlainValue]),
  );
  const names = [...values.keys()];
  const value = (name: string) => {
    const found = values.get(name);
    if (found !== undefined) return found;
    const near = nearestName(name, names);
    throw new LabError(
      `The deployment has no output "${name}". ${near ? `Did you mean "${near}"?` : `There are: ${names.join(", ") || "none"}.`}`,
      {
        code: "OUTPUT_MISSING",
      },
    );
  };
  const masked = () => Object.fromEntries([...values].map(([name, one]) => [name, maskSecrets(one, name)]));
  return {
    names,
    value,
    text(name) {
      const found = value(name);
      if (typeof found === "string") return found;
      throw new LabError(`The output "${name}" is no text.`, { code: "OUTPUT_INVALID" });
    },
    subscriptions(name = "apimSubscriptions") {
      const read = subscriptionsShape.safeParse(value(name));
      if (read.success)
        return read.data.map(({ displayName, ...rest }) => ({
          displayName: displayName ?? rest.name,
          ...rest,
        }));
      throw new LabError(`The output "${name}" is no list of subscriptions { name, displayName, key }.`, {
        code: "OUTPUT_INVALID",
      });
    },
    masked,
    toJSON: masked,
  };
}
