export { checkBuild, findPrompt } from "./check-build.ts";
export { type BuildPrompt, buildPrompts } from "./prompts.ts";
