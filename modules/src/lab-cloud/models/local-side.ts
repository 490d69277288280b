import { paths } from "../../config/paths.ts";
import { explainError, type Logger } from "../../core/index.ts";
import { findEntry, findModel, type ModelState, openLocalModel, readManifest } from "../../models/index.ts";
import type { LabState } from "../lab-state.ts";
import {
  type ChatSource,
  createFoundryLocalModel,
  type FoundryLocalModel,
} from "../services/foundry-local-model.ts";
import { createSimulatedSource } from "../services/foundry-local-simulated.ts";
import type { ServiceHealth } from "../services/service.ts";
import type { SimulatedModel } from "./simulated-model.ts";

export interface LocalSideOptions {
  /** `auto`: the real model when its file is there. */
  readonly choice: "auto" | "simulated";
  readonly simulatedModel: () => Promise<SimulatedModel>;
  readonly logger: Logger;
  /** Folder of the model files. Default: `.cache/models`. */
  readonly modelFolder?: string;
}

/** The model behind the Foundry Local service, and what is told about it. */
export interface LocalSide {
  readonly model: FoundryLocalModel;
  describe(): LabState["localModel"];
  health(): ServiceHealth;
}

/**
 * Chooses the local model. Written answers stand in for it, marked as such, when its file is missing, damaged or cannot
 * be loaded; the note then says why and how to get the real one.
 */
export function createLocalSide({
  choice,
  simulatedModel,
  logger,
  modelFolder = paths.models,
}: LocalSideOptions): LocalSide {
  const found = findModel(undefined, { folder: modelFolder });
  let whySimulated = choice === "simulated" ? "It was started with written answers." : reasonOf(found);
  const { contextTokens } = findEntry(found.name, readManifest());
  const provenance = () => (whySimulated === undefined ? "local" : "simulated");

  const openReal = async (): Promise<ChatSource | undefined> => {
    if (whySimulated !== undefined) return undefined;
    try {
      return await openLocalModel({ name: found.name, folder: modelFolder, logger });
    } catch (error) {
      whySimulated = explainError(error);
      logger.warn("the local model cannot be loaded; written answers stand in for it", {
        reason: whySimulated,
      });
      return undefined;
    }
  };
  const loader = createFoundryLocalModel({
    name: found.name,
    provenance: provenance(),
    open: async () => (await openReal()) ?? createSimulatedSource(await simulatedModel(), contextTokens),
  });

  return {
    model: {
      name: loader.name,
      aliases: loader.aliases,
      get provenance() {
        return provenance();
      },
      get state() {
        return loader.state;
      },
      get source() {
        return loader.source;
      },
      load: loader.load,
      unload: loader.unload,
    },
    describe: () => ({
      name: found.name,
      provenance: provenance(),
      ...(whySimulated !== undefined && { note: whySimulated }),
    }),
    health: () => ({
      state: loader.state === "loading" ? "loading" : "ready",
      note: whySimulated ?? `${found.title}, on this machine's processor.`,
    }),
  };
}

function reasonOf({ state, problem, hint }: ModelState): string | undefined {
  return state === "present" ? undefined : [problem, hint].filter((text) => text !== undefined).join(" ");
}
