export {
  type BuildEncoderOptions,
  buildEncoder,
  buildRouterBase,
} from "./build-encoder.ts";
export { compareEncoders, type Parity } from "./compare-encoders.ts";
export type { Precision } from "./encoder-graph.ts";
export { type EncoderShape, readEncoderShape } from "./encoder-shape.ts";
export { type Estimate, ROUTER_LABELS, type RouterHead, type RouterLabel } from "./head.ts";
export { scoreOfGain, shippedRouterFolder } from "./router-config.ts";
export { readMetadata, replaceHead } from "./router-file.ts";
export {
  type OpenRouterModelOptions,
  openRouterModel,
  type RouterAnswer,
  type RouterModel,
} from "./router-model.ts";
export { type OpenEncoderOptions, openSentenceEncoder, type SentenceEncoder } from "./sentence-encoder.ts";
export { type RunTimes, type TimeRunsOptions, timeRuns } from "./time-encoders.ts";
export { TOKEN_SIGNALS } from "./token-classes.ts";
