import { resolve } from "node:path";
import { paths } from "../config/paths.ts";
import type { Settings } from "../config/settings.ts";
import type { ChatModel } from "../routers/ask-chat-model.ts";
import { createRouters, type RouterRegistry } from "../routers/registry.ts";
import type { RouterMemory } from "../routers/with-memory.ts";

/** The model that phi and cascade ask. */
export interface RoutingModel {
  readonly chat: ChatModel;
  /** The provider's own name for it. */
  readonly model: string;
}

/** The routers as the settings want them: switched on or off, their order, how sure a learned one must be; with what those remember that ask a model. */
export function connectRouters(
  settings: Settings,
  model: RoutingModel | undefined,
  memory?: RouterMemory,
): RouterRegistry {
  const { routing, bert, phi } = settings;
  return createRouters({
    complexityThreshold: routing.complexityThreshold,
    priority: priorityOf(routing),
    leastConfidence: (name) => leastConfidence(settings, name),
    absent: switchedOff(routing),
    bert: {
      folder: bert.modelPath === undefined ? undefined : resolve(paths.root, bert.modelPath),
      threshold: bert.scoreThreshold,
    },
    ...(model && { model }),
    memory,
    phi: {
      queryTokens: phi.maxSequenceLength,
      answerTokens: phi.maxNewTokens,
      temperature: phi.doSample ? phi.temperature : 0,
      batchSize: phi.batchSize,
    },
  });
}

/** The routers that are switched on, in their order; only the first when none may stand in for another. */
function priorityOf({ priority, enableFallback, ...routing }: Settings["routing"]): string[] {
  const off = switchedOff({ priority, enableFallback, ...routing });
  const asked = priority.filter((name) => !(name in off));
  return enableFallback ? asked : asked.slice(0, 1);
}

function switchedOff({ enableBert, enablePhi, enableRule }: Settings["routing"]): Record<string, string> {
  const switches = [
    ["bert", enableBert, "ENABLE_BERT_ROUTER"],
    ["phi", enablePhi, "ENABLE_PHI_ROUTER"],
    ["rule", enableRule, "ENABLE_RULE_ROUTER"],
  ] as const;
  const off = switches.filter(([, isOn]) => !isOn);
  return Object.fromEntries(off.map(([name, , variable]) => [name, `is switched off (${variable})`]));
}

/** What is asked of learned routers together holds for each; one may be asked for more. */
function leastConfidence({ routing, bert, phi }: Settings, name: string): number {
  const own: Readonly<Record<string, number>> = {
    bert: bert.confidenceThreshold,
    phi: phi.confidenceThreshold,
  };
  return Math.max(routing.mlConfidenceThreshold, own[name] ?? 0);
}
