import { realpathSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { z } from "zod";
import type { NodeFacts } from "../../modules/src/doctor/index.ts";
import { runCommand } from "../setup/command.mjs";
import { findKitNode } from "../setup/kit-node.mjs";
import { readText } from "../setup/stamp.mjs";

/** The Node that runs scripts and kernels. */
export function kitNodeFacts(root: string, environment: NodeJS.ProcessEnv): NodeFacts | { problem: string } {
  const node = findKitNode(root);
  if ("problem" in node) return node;
  const pinned = node.path.startsWith(realpathSync(join(root, "node_modules")) + sep);
  const version = pinned ? versionOfPackage(node.path) : process.version.slice(1);
  const host = toldByNpm(environment, "node")?.replace(/^v/, "");
  return { version, pinned, ...(host !== undefined && { host }) };
}

const packageShape = z.object({ version: z.string() });

/** The package is nothing but the binary, in its folder `bin`, and has its version. */
function versionOfPackage(binary: string): string {
  const text = readText(join(dirname(dirname(binary)), "package.json")) ?? "{}";
  const parsed = packageShape.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data.version : process.version.slice(1);
}

/** npm's version: it tells it to what it runs, else it is asked. */
export async function npmFacts(environment: NodeJS.ProcessEnv): Promise<{ version: string } | undefined> {
  const told = toldByNpm(environment, "npm");
  if (told !== undefined) return { version: told };
  const shell = process.platform === "win32";
  const { code, output } = await runCommand("npm", ["--version"], { env: environment, shell });
  const version = /^\d+\.\d+\.\d+\S*$/m.exec(output)?.[0];
  return code === 0 && version !== undefined ? { version } : undefined;
}

/** From `npm/11.19.0 node/v20.20.2 linux x64 workspaces/false`. */
function toldByNpm(environment: NodeJS.ProcessEnv, program: "node" | "npm"): string | undefined {
  return new RegExp(`(?:^| )${program}/(\\S+)`).exec(environment.npm_config_user_agent ?? "")?.[1];
}
