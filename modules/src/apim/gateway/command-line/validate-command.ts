import { readFileSync } from "node:fs";
import { LoadError, type LoadProblem } from "../../documents/load-error.ts";
import type { GatewaySource } from "../gateway-source.ts";
import { loadGatewayModel } from "../load-gateway-model.ts";
import { type CommandIo, DONE, UsageError } from "./command-io.ts";
import {
  GATEWAY_FLAGS_HELP,
  type GatewayFlagValues,
  gatewayFlags,
  parseFlags,
  readParameters,
  readSource,
} from "./gateway-flags.ts";

export const VALIDATE_HELP = `Reads and compiles everything that a gateway would, and says what cannot be used. Nothing is started.

  apim-emulator validate FILE...     policies (.xml), fragments (.xml), gateways (.json, .bicep)
  apim-emulator validate [flags]

${GATEWAY_FLAGS_HELP}
Without --backends a policy may name any backend. Exit code 0 when all can be used, else 2.
`;

export async function validateCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseFlags(args, gatewayFlags);
  const sources =
    positionals.length === 0 ? [readSource(values)] : positionals.map((file) => sourceOf(file, values));
  const problems: LoadProblem[] = [];
  const warnings: LoadProblem[] = [];
  for (const source of sources) {
    const loaded = await loadGatewayModel(source);
    problems.push(...loaded.problems);
    warnings.push(...(loaded.model?.warnings ?? []));
  }
  if (problems.length > 0) throw new LoadError(problems);
  for (const { message, file, line } of warnings) io.error(`warning: ${file}:${line} ${message}\n`);
  const what = positionals.length === 0 ? "The gateway" : positionals.join(", ");
  io.out(
    io.isTerminal ? `${what}: can be used.\n` : `${JSON.stringify({ event: "valid", files: positionals })}\n`,
  );
  return DONE;
}

function sourceOf(file: string, flags: GatewayFlagValues): GatewaySource {
  if (/\.(?:json|bicep)$/.test(file))
    return { config: file, baseDir: flags["base-dir"], parameters: readParameters(flags.parameter) };
  if (!file.endsWith(".xml"))
    throw new UsageError(`"${file}" is neither a policy (.xml) nor a gateway (.json, .bicep).`);
  const anyBackend = flags.backends === undefined;
  if (!isFragment(file)) return { ...readSource({ ...flags, policy: file }), anyBackend };
  const fragment = [...(flags.fragment ?? []), `validated=${file}`];
  return { ...readSource({ ...flags, policy: ONLY_THE_FRAGMENT, fragment }), anyBackend };
}

/** What a fragment may hold depends on where it is used; most are used in inbound. */
const ONLY_THE_FRAGMENT = `<policies><inbound><include-fragment fragment-id="validated" /></inbound></policies>`;

function isFragment(file: string): boolean {
  try {
    return /^\s*(?:<\?[^>]*\?>\s*)?(?:<!--[\s\S]*?-->\s*)*<fragment[\s>]/.test(readFileSync(file, "utf8"));
  } catch {
    return false;
  }
}
