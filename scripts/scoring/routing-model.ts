import type { Settings } from "../../modules/src/config/settings.ts";
import { discoverLocal } from "../../modules/src/providers/discover-local.ts";
import { createFoundryLocal } from "../../modules/src/providers/foundry-local.ts";
import { type MeasuredModel, openLocalChat } from "../slm/local-chat.ts";

/**
 * The model of a local server, as the settings name it or as it is found on this machine; else the workshop's own, in this
 * process.
 * @throws ModelError when there is no server and the workshop's model is missing or damaged.
 */
export async function openRoutingModel({ localModel }: Settings): Promise<MeasuredModel> {
  const { endpoint, name, apiKey } = localModel;
  const server = endpoint && name ? { endpoint, models: [name] } : await discoverLocal({ endpoint });
  const model = name ?? server?.models[0];
  if (server && model) {
    return { chat: createFoundryLocal({ endpoint: server.endpoint, apiKey }), model, close: async () => {} };
  }
  return await openLocalChat();
}
