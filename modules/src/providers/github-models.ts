import { namesIn } from "./list-models.ts";
import { bearer } from "./openai-compatible.ts";
import type { Provider } from "./provider.ts";
import { hintForKey } from "./provider-failure.ts";
import { providerOverHttp, withoutSlash } from "./provider-over-http.ts";

export interface GitHubModelsOptions {
  readonly name?: string;
  /** Default: GitHub's own. */
  readonly endpoint?: string;
  /** Token of GitHub with the permission `models: read`. */
  readonly token: string;
  /** Organisation that requests are counted for. */
  readonly organization?: string;
  readonly labUrls?: readonly string[];
}

/** Version of GitHub's REST API, which each request names. */
const API_VERSION = "2022-11-28";

/** GitHub Models, in OpenAI's form. Models are named with their publisher: `openai/gpt-4.1`. */
export function createGitHubModels(options: GitHubModelsOptions): Provider {
  const { name = "github-models", token, organization, labUrls = [] } = options;
  const endpoint = withoutSlash(options.endpoint ?? "https://models.github.ai");
  const scope = organization === undefined ? "" : `/orgs/${encodeURIComponent(organization)}`;
  return providerOverHttp({
    name,
    kind: "github-models",
    tier: "cloud",
    headers: () => ({
      accept: "application/vnd.github+json",
      "x-github-api-version": API_VERSION,
      ...bearer(token),
    }),
    chatUrl: () => `${endpoint}${scope}/inference/chat/completions`,
    modelsUrl: `${endpoint}/catalog/models`,
    readNames: (list) => namesIn(list, "id"),
    labUrls,
    keyHint: hintForKey("GITHUB_TOKEN"),
  });
}
