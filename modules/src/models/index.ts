export { DEFAULT_MAX_TOKENS, HARD_MAX_TOKENS } from "./check-request.ts";
export {
  type FetchedModel,
  type GetModelOptions,
  getModel,
  type ModelEvent,
  type SourceKind,
} from "./get-model.ts";
export { type LocalModel, type OpenLocalModelOptions, openLocalModel } from "./local-model.ts";
export {
  defaultModelName,
  findEntry,
  type ModelEntry,
  type ModelFile,
  type ModelSource,
  type PromptPrefix,
  readManifest,
} from "./manifest.ts";
export {
  ensureVerified,
  fileInFolder,
  findModel,
  listModels,
  type ModelPlace,
  type ModelState,
  modelPath,
  verifyModel,
} from "./model-state.ts";
