import type { Deployment } from "../../../catalog/index.ts";

/** A base model as Azure lists it: name and version, not the deployment. */
export interface ListedModel {
  readonly id: string;
  readonly object: "model";
  readonly status: "succeeded";
  /** Seconds since 1970-01-01 UTC; 0 when the version is no date. */
  readonly created_at: number;
  readonly lifecycle_status: "generally-available";
  readonly capabilities: Readonly<
    Record<"fine_tune" | "inference" | "completion" | "chat_completion" | "embeddings", boolean>
  >;
}

export function describeModels(deployments: readonly Deployment[]): readonly ListedModel[] {
  const models = new Map(deployments.map(({ model }) => [`${model.name}-${model.version}`, model]));
  return [...models].map(([id, { version, kind, fineTuning }]) => {
    const publishedMs = Date.parse(version);
    return {
      id,
      object: "model",
      status: "succeeded",
      created_at: Number.isNaN(publishedMs) ? 0 : Math.floor(publishedMs / 1000),
      lifecycle_status: "generally-available",
      capabilities: {
        fine_tune: fineTuning !== undefined,
        inference: true,
        completion: false,
        chat_completion: kind !== "embedding",
        embeddings: kind === "embedding",
      },
    };
  });
}
