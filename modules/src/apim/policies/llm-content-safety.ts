import { guardStream } from "../content-safety/guard-stream.ts";
import { completionText, promptText } from "../content-safety/prompt-text.ts";
import { findAttack, findHarm, type SafetyRules } from "../content-safety/safety-service.ts";
import {
  LARGEST_WINDOW,
  textWindows,
  type WindowSizes,
  windowSizes,
} from "../content-safety/text-windows.ts";
import { readText } from "../conversions/read-text.ts";
import { nearestName } from "../documents/nearest-name.ts";
import type { PolicyElement } from "../documents/policy-element.ts";
import { onAnswer } from "../pipeline/answer-hooks.ts";
import { compileTexts, textList, textsOf } from "../pipeline/element-texts.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import { gatewayAnswer } from "../pipeline/gateway-answer.ts";
import { MessageBody } from "../pipeline/message-body.ts";
import type { PolicyCompiler, PolicyDefinition } from "../pipeline/policy.ts";
import { PolicyError } from "../pipeline/policy-error.ts";

const SOURCE = "llm-content-safety";

/** Lets Azure AI Content Safety judge prompts and answers; blocks with 403 what it finds. */
export const llmContentSafety: PolicyDefinition = {
  name: SOURCE,
  sections: ["inbound", "outbound"],
  support: "emulated",
  notes:
    'LastError.Reason "ContentSafetyCheckFailed" and the words of the body are defaults of the emulator. When the service ' +
    "answers with an error, the text is blocked as well. A streamed answer ends where it is blocked.",
  attributes: {
    "backend-id": { required: true },
    "shield-prompt": { kind: "boolean" },
    "enforce-on-completions": { kind: "boolean" },
    "window-size": { kind: "integer", min: 1, max: LARGEST_WINDOW },
    "window-overlap-size": { kind: "integer", min: 0, max: LARGEST_WINDOW },
  },
  children: {
    categories: {
      attributes: { "output-type": { values: ["FourSeverityLevels", "EightSeverityLevels"] } },
      children: {
        category: {
          many: true,
          attributes: {
            name: { required: true, values: ["Hate", "SelfHarm", "Sexual", "Violence"] },
            threshold: { required: true, kind: "integer", min: 0, max: 7 },
          },
        },
      },
    },
    blocklists: textList("id"),
  },
  compile: (element, compiler) => {
    const rulesOf = compileRules(element, compiler);
    const sizesOf = compileSizes(element, compiler);
    const onCompletions = compiler.attribute(element, "enforce-on-completions");
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange): Promise<undefined> => {
        const rules = await rulesOf(exchange);
        const sizes = await sizesOf(exchange);
        if (exchange.section === "outbound") return checkAnswer(rules, sizes, exchange);
        await checkPrompt(rules, exchange);
        if ((await onCompletions?.boolean(exchange)) ?? false) {
          onAnswer(exchange, () => checkAnswer(rules, sizes, exchange));
        }
      },
    };
  },
};

function compileRules(element: PolicyElement, compiler: PolicyCompiler) {
  const backendId = compiler.required(element, "backend-id");
  const { literal, position } = backendId;
  if (literal !== undefined && !compiler.backendNames.has(literal)) {
    const instead = nearestName(literal, [...compiler.backendNames], "backends");
    compiler.problem(`There is no backend "${literal}". ${instead}`, position);
  }
  const shieldPrompt = compiler.attribute(element, "shield-prompt");
  const categories = element.children.find(({ name }) => name === "categories");
  const outputType = categories && compiler.attribute(categories, "output-type");
  const thresholds = (categories?.children ?? []).map((category) => ({
    name: compiler.required(category, "name"),
    threshold: compiler.required(category, "threshold"),
  }));
  const blocklists = compileTexts(element, "blocklists", compiler);
  return async (exchange: Exchange): Promise<SafetyRules> => {
    const limits = new Map<string, number>();
    for (const { name, threshold } of thresholds) {
      limits.set(await name.text(exchange), await threshold.number(exchange));
    }
    return {
      backendId: await backendId.text(exchange),
      shieldsPrompt: (await shieldPrompt?.boolean(exchange)) ?? false,
      outputType: (await outputType?.text(exchange)) ?? "FourSeverityLevels",
      thresholds: limits,
      blocklists: await textsOf(blocklists, exchange),
    };
  };
}

function compileSizes(element: PolicyElement, compiler: PolicyCompiler) {
  const size = compiler.attribute(element, "window-size");
  const overlap = compiler.attribute(element, "window-overlap-size");
  return async (exchange: Exchange): Promise<WindowSizes> =>
    windowSizes(await size?.number(exchange), await overlap?.number(exchange));
}

async function checkPrompt(rules: SafetyRules, exchange: Exchange): Promise<void> {
  const text = promptText(await readText(exchange.request.body, SOURCE));
  if (text === "") return exchange.trace.note(() => "there is no text to check in the request");
  if (rules.shieldsPrompt) blockFor(await findAttack(text, rules, exchange), "Request", exchange);
  await checkWindows(text, "Request", windowSizes(undefined, undefined), rules, exchange);
}

async function checkAnswer(rules: SafetyRules, sizes: WindowSizes, exchange: Exchange): Promise<undefined> {
  const { response } = exchange;
  if (!response || response.status >= 400) return;
  if (response.headers.get("Content-Type")?.toLowerCase().startsWith("text/event-stream")) {
    const allows = (text: string) => allowsWindow(text, rules, exchange);
    const source = guardStream(response.body.stream(), { sizes, allows });
    response.body = MessageBody.from(source, exchange.services.bodyLimitBytes);
    return;
  }
  await checkWindows(
    completionText(await readText(response.body, SOURCE)),
    "Response",
    sizes,
    rules,
    exchange,
  );
}

type Checked = "Request" | "Response";

async function checkWindows(
  text: string,
  checked: Checked,
  sizes: WindowSizes,
  rules: SafetyRules,
  exchange: Exchange,
): Promise<void> {
  for (const window of textWindows(text, sizes)) {
    blockFor(await findHarm(window, rules, exchange), checked, exchange);
  }
}

/** The caller learns that it was blocked, not why: that is for the trace and for `context.LastError`. */
function blockFor(harm: string | undefined, checked: Checked, { trace }: Exchange): void {
  if (harm === undefined) return;
  const message = `${checked} failed content safety check.`;
  trace.note(() => `blocked: ${harm}`);
  throw new PolicyError(`${message} ${harm}`, {
    source: SOURCE,
    reason: "ContentSafetyCheckFailed",
    response: gatewayAnswer(403, message),
  });
}

/** The status of a stream has been sent: whatever goes wrong here only ends it. */
async function allowsWindow(text: string, rules: SafetyRules, exchange: Exchange): Promise<boolean> {
  const { logger } = exchange.services;
  try {
    const harm = await findHarm(text, rules, exchange);
    if (harm !== undefined) logger.warn(`A streamed answer was cut: ${harm}.`);
    return harm === undefined;
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    logger.warn(`A streamed answer was cut: ${error.message}`);
    return false;
  }
}
