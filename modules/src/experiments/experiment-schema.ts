import { z } from "zod";
import { type Experiment, METRICS, type Variant, type VariantChange } from "./experiment.ts";

const share = z.number().min(0).max(1);

const variantSchema = z.strictObject({
  name: z.string().min(1),
  weight: z.number().positive().default(1),
  model: z.string().min(1).optional(),
  strategy: z.string().min(1).optional(),
  template: z.string().min(1).optional(),
});

/**
 * An experiment as a configuration file holds it: variants with `model`, `strategy` or `template` beside their name, the
 * first one the one to compare with. For `readYaml`, alone or inside a larger schema.
 */
export const experimentSchema: z.ZodType<Experiment> = z
  .strictObject({
    name: z.string().min(1),
    unit: z.enum(["user", "client", "request"]).default("user"),
    share: share.default(1),
    variants: z.array(variantSchema).min(2),
    goal: z.enum(METRICS).default("success"),
    planned_requests: z.int().min(100).default(2_000),
    false_alarm: z.number().gt(0).lt(1).default(0.05),
    guard: z.strictObject({ success_drop: share.default(0.05) }).optional(),
  })
  .superRefine(({ variants }, context) => {
    for (const [place, { name }] of variants.entries()) {
      if (variants.findIndex((other) => other.name === name) === place) continue;
      context.addIssue({
        code: "custom",
        path: ["variants", place, "name"],
        message: `there is another variant "${name}"`,
      });
    }
    if (new Set(variants.map((variant) => JSON.stringify(changeOf(variant)))).size < variants.length) {
      context.addIssue({ code: "custom", path: ["variants"], message: "two variants change the same" });
    }
  })
  .transform(
    ({ planned_requests, false_alarm, guard, variants, ...rest }): Experiment => ({
      ...rest,
      variants: variants.map(toVariant),
      plannedRequests: planned_requests,
      falseAlarm: false_alarm,
      ...(guard && { guard: { successDrop: guard.success_drop } }),
    }),
  );

type RawVariant = z.infer<typeof variantSchema>;

const toVariant = (raw: RawVariant): Variant => ({
  name: raw.name,
  weight: raw.weight,
  change: changeOf(raw),
});

const changeOf = ({ model, strategy, template }: RawVariant): VariantChange => ({
  ...(model !== undefined && { model }),
  ...(strategy !== undefined && { strategy }),
  ...(template !== undefined && { template }),
});
