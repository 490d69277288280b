import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { readText } from "../setup/stamp.mjs";

const profileShape = z.object({ subscriptions: z.array(z.unknown()) });

/** How many subscriptions `az login` has noted; `undefined` when there is no note. az itself takes a second to tell. */
export function azureSubscriptions(environment: NodeJS.ProcessEnv): number | undefined {
  const folder = environment.AZURE_CONFIG_DIR ?? join(homedir(), ".azure");
  // az writes it with a byte order mark.
  const text = readText(join(folder, "azureProfile.json"))?.replace(/^\uFEFF/, "");
  if (text === undefined) return undefined;
  try {
    return profileShape.parse(JSON.parse(text)).subscriptions.length;
  } catch {
    // Another form than the one we know tells nothing.
    return undefined;
  }
}
