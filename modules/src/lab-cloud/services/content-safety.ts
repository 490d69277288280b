import { z } from "zod";
import { PROVENANCE_HEADER } from "../../chat/provenance.ts";
import type { Clock } from "../../core/index.ts";
import { AzureRefusal, bodyTooLarge, resourceNotFound } from "../azure-refusal.ts";
import type { LabContext } from "../lab-app.ts";
import { readBody } from "../request-body.ts";
import type { LabSecrets } from "../trust/lab-secrets.ts";
import { checkCaller } from "./azure-openai/caller.ts";
import { findHarm, HARM_CATEGORIES, isAttack } from "./content-safety/find-harm.ts";
import type { LabRoute, LabService } from "./service.ts";

const BODY_LIMIT_BYTES = 1_048_576;
/** As the service documents it, in characters. */
const LONGEST_TEXT = 10_000;

const text = z.string().max(LONGEST_TEXT);
const analyzeOrder = z.object({
  text,
  categories: z.array(z.enum(HARM_CATEGORIES)).optional(),
  blocklistNames: z.array(z.string()).optional(),
  haltOnBlocklistHit: z.boolean().optional(),
  outputType: z.enum(["FourSeverityLevels", "EightSeverityLevels"]).optional(),
});
const shieldOrder = z.object({ userPrompt: text.optional(), documents: z.array(text).max(5).optional() });

export interface ContentSafetyOptions {
  readonly secrets: LabSecrets;
  readonly clock: Clock;
  /** Names of the resources that have it. */
  readonly resources: readonly string[];
}

/** Azure AI Content Safety by a short list of words: enough to see what a gateway does with a verdict. */
export function createContentSafety({ secrets, clock, resources }: ContentSafetyOptions): LabService {
  const handle = async (c: LabContext): Promise<Response> => {
    checkCaller(c, secrets, clock.now());
    const resource = c.req.param("resource");
    if (resource !== undefined && !resources.includes(resource)) throw resourceNotFound();
    if (!c.req.query("api-version"))
      throw refused("MissingApiVersion", "The api-version query parameter is missing.");
    const answer = ACTIONS[c.req.param("action") ?? ""];
    if (!answer) throw resourceNotFound();
    const content = answer(parseJson(await readBody(c, BODY_LIMIT_BYTES, bodyTooLarge)));
    return Response.json(content, { headers: { [PROVENANCE_HEADER]: "simulated" } });
  };
  const routes: readonly LabRoute[] = [
    "/contentsafety/:action",
    "/resources/:resource/contentsafety/:action",
  ].map((path) => ({ method: "POST", path, handle }));
  return {
    name: "content-safety",
    title: "Azure AI Content Safety",
    provenance: "simulated",
    routes,
    health: () => ({
      state: "ready",
      note: "text:analyze and text:shieldPrompt by a short list of words; it judges no text, and it has no blocklists.",
    }),
  };
}

const ACTIONS: Readonly<Record<string, (order: unknown) => object>> = {
  "text:analyze": (order) => {
    const {
      text: given,
      categories = HARM_CATEGORIES,
      blocklistNames = [],
      outputType,
    } = read(analyzeOrder, order);
    if (blocklistNames.length > 0)
      throw refused("ResourceNotFound", `The lab cloud has no blocklists: ${blocklistNames.join(", ")}.`);
    const found = findHarm(given);
    const severity = (level: number) => (outputType === "EightSeverityLevels" ? level : level - (level % 2));
    return {
      blocklistsMatch: [],
      categoriesAnalysis: categories.map((category) => ({ category, severity: severity(found[category]) })),
    };
  },
  "text:shieldPrompt": (order) => {
    const { userPrompt = "", documents = [] } = read(shieldOrder, order);
    return {
      userPromptAnalysis: { attackDetected: isAttack(userPrompt) },
      documentsAnalysis: documents.map((document) => ({ attackDetected: isAttack(document) })),
    };
  },
};

function read<T>(shape: z.ZodType<T>, content: unknown): T {
  const parsed = shape.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refused(
    "InvalidRequestBody",
    `The request body is invalid: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`.trim(),
  );
}

function parseJson(given: string): unknown {
  try {
    return JSON.parse(given);
  } catch {
    throw refused("InvalidRequestBody", "The request body is no JSON.");
  }
}

const refused = (code: string, message: string) => new AzureRefusal(400, { code, message });
