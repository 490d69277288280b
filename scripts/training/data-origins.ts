/** Where files of known names are from, and under which licence. */
const ORIGINS: Readonly<Record<string, string>> = {
  "routellm_dev.jsonl":
    "github.com/lm-sys/RouteLLM (Apache-2.0): MMLU and GSM8K questions; weak Mixtral-8x7B-Instruct-v0.1, strong gpt-4-1106-preview",
  "routerarena_sub10_dev.jsonl":
    "github.com/RouteWorks/RouterArena (Apache-2.0): prompts of many benchmarks; weak claude-3-haiku, strong gemini-2.0-flash",
  "routing.jsonl": "data/prompts of this repository (MIT): made from templates by npm run data:prompts",
};

export const originOf = (file: string): string | undefined => ORIGINS[file];
