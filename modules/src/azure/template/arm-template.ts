import type { PlainObject, PlainValue } from "../bicep/index.ts";

/** A resource of a template whose values are all written out. */
export interface ArmTemplateResource {
  readonly type: string;
  readonly apiVersion: string;
  /** All names along its type: `apim-1/inference-api/policy`. */
  readonly name: string;
  /** What it extends, for a resource such as a diagnostic setting: `Microsoft.CognitiveServices/accounts/foundry1`. */
  readonly scope?: string;
  /** Where it comes from, for messages. */
  readonly metadata?: {
    /** `infra/bicep/modules/openai.bicep:30:1` */
    readonly declared: string;
    /** The policy's own file. */
    readonly policyFile?: string;
  };
  /** `location`, `sku`, `identity`, `properties` … */
  readonly [part: string]: PlainValue | undefined;
}

/** An ARM template without expressions, parameters and variables: what the lab cloud deploys. */
export interface ArmTemplate {
  readonly $schema: string;
  readonly contentVersion: string;
  readonly resources: readonly ArmTemplateResource[];
  readonly outputs: Readonly<Record<string, { readonly type: string; readonly value: PlainValue }>>;
}

export const TEMPLATE_SCHEMA =
  "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";

/** The body of a resource without what a template says of its place. */
export function bodyOf({
  type: _type,
  apiVersion: _version,
  name: _name,
  scope: _scope,
  metadata: _metadata,
  ...body
}: ArmTemplateResource): PlainObject {
  return Object.fromEntries(
    Object.entries(body).flatMap(([part, value]) =>
      value === undefined || part === "dependsOn" ? [] : [[part, value]],
    ),
  );
}
