import type { Logger } from "../../../core/logger.ts";
import { startGateway } from "../start-gateway.ts";
import { type CommandIo, DONE, UsageError } from "./command-io.ts";
import { GATEWAY_FLAGS_HELP, gatewayFlags, parseFlags, readSource } from "./gateway-flags.ts";
import { readResolveFile } from "./read-resolve-file.ts";

export const START_HELP = `Runs the gateway: real policies and backends of Azure API Management, on this machine.

  apim-emulator start [flags]

${GATEWAY_FLAGS_HELP}
  --port N               default 4310; 0 = any free port
  --test-mode            a virtual clock that POST /__emulator/clock {"advanceMs": n} moves and that retries move instead of
                         waiting; the header X-Emulator-Client-Ip tells the caller's address
  --no-watch             do not take up changed files
  --help                 this text

When it is ready it prints its address (to a program: {"event":"ready","url"}). Files that cannot be used end it with exit
code 2 and their problems with file, line and column (to a program: {"event":"load-error","errors":[...]}). A change of a file
is taken up at once; a file that cannot be used leaves the gateway as it was. Ctrl-C stops it.
GET /__emulator/state and /__emulator/traces tell what it did.
`;

const flags = {
  ...gatewayFlags,
  port: { type: "string" },
  "test-mode": { type: "boolean" },
  "no-watch": { type: "boolean" },
} as const;

const DEFAULT_PORT = 4310;

export async function startCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseFlags(args, flags);
  if (positionals[0] !== undefined)
    throw new UsageError(`"${positionals[0]}" means nothing here. See --help.`);
  const gateway = await startGateway({
    ...readSource(values),
    resolve: readResolveFile(values.resolve),
    port: readPort(values.port),
    testMode: values["test-mode"] ?? false,
    watch: !values["no-watch"],
    logger: loggerOf(io),
  });
  for (const { message, file, line } of gateway.warnings) io.error(`warning: ${file}:${line} ${message}\n`);
  io.out(
    io.isTerminal
      ? `The gateway listens at ${gateway.url}. Ctrl-C stops it.\n`
      : `${JSON.stringify({ event: "ready", url: gateway.url })}\n`,
  );
  await io.stopped;
  await gateway.close();
  return DONE;
}

function readPort(text: string | undefined): number {
  if (text === undefined) return DEFAULT_PORT;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new UsageError(`--port takes a whole number from 0 to 65535, not "${text.slice(0, 40)}".`);
}

function loggerOf({ error }: CommandIo): Logger {
  return {
    debug: () => {},
    info: (message) => error(`${message}\n`),
    warn: (message) => error(`warning: ${message}\n`),
    error: (message) => error(`error: ${message}\n`),
  };
}
