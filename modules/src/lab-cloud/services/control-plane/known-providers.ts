import { ArmRefusal } from "./arm-refusal.ts";

/** Whether the lab cloud acts on resources of a namespace, or only keeps what they were declared as. */
const PROVIDERS: Readonly<Record<string, "acts" | "keeps">> = {
  "microsoft.apimanagement": "acts",
  "microsoft.cognitiveservices": "acts",
  "microsoft.authorization": "keeps",
  "microsoft.cache": "keeps",
  "microsoft.insights": "keeps",
  "microsoft.keyvault": "keeps",
  "microsoft.managedidentity": "keeps",
  "microsoft.operationalinsights": "keeps",
  "microsoft.storage": "keeps",
};

/** @throws ArmRefusal for a type that the lab cloud does not know */
export function checkProvider(type: string): void {
  const namespace = type.split("/")[0] ?? "";
  if (Object.hasOwn(PROVIDERS, namespace.toLowerCase())) return;
  throw new ArmRefusal(400, {
    code: "InvalidResourceNamespace",
    message: `The lab cloud has no '${namespace}'; it has ${Object.keys(PROVIDERS).join(", ")}.`,
  });
}
