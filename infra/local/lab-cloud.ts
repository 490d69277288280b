import { parseArgs } from "node:util";
import { loadSettings } from "../../modules/src/config/index.ts";
import { explainError, type Logger } from "../../modules/src/core/index.ts";
import { type LabCloud, readyEvent, startLabCloud } from "../../modules/src/lab-cloud/index.ts";

const HELP = `Runs the lab cloud: a server on this machine that speaks the protocols of Azure OpenAI, managed identity and
Foundry Local, with a hub page at its http address.

  npm run lab-cloud -- [flags]

  --port N         http and hub page     (default: PORT_LAB_HTTP, else 4300; 0 = any free port)
  --https-port N   https                 (default: PORT_LAB_HTTPS, else 4343)
  --local-port N   local model           (default: PORT_LOCAL_MODEL, else 5273)
  --time-scale N   how long cloud answers take (default: LAB_TIME_SCALE, else 0 = no delay; 1 = as data/catalog.yaml states)
  --simulated      written answers from the local model too, even when its file is there
  --env            print export lines for a shell instead of JSON
  --help           this text

When it is ready it prints one line of JSON: {"event":"ready","http","https","local","ca","env":{...}}; "env" holds every
variable that SDKs and labs need, keys included. Programs of this machine that have none of them may use the key lab-key and
the identity header lab-msi. Everything else goes to standard error. Ctrl-C stops it.

For a shell:  npm run -s lab-cloud -- --env > .cache/lab-cloud.env &
              . .cache/lab-cloud.env
`;

const FAILED = 1;
const WRONG_USE = 2;

/** A flag that cannot be used. */
class UsageError extends Error {}

interface Flags {
  readonly port: number | undefined;
  readonly httpsPort: number | undefined;
  readonly localPort: number | undefined;
  readonly timeScale: number | undefined;
  readonly simulated: boolean;
  readonly env: boolean;
  readonly help: boolean;
}

function readFlags(): Flags {
  const { values } = parseFlags();
  return {
    port: readPort("--port", values.port),
    httpsPort: readPort("--https-port", values["https-port"]),
    localPort: readPort("--local-port", values["local-port"]),
    timeScale: readTimeScale(values["time-scale"]),
    simulated: values.simulated,
    env: values.env,
    help: values.help,
  };
}

function parseFlags() {
  try {
    return parseArgs({
      options: {
        port: { type: "string" },
        "https-port": { type: "string" },
        "local-port": { type: "string" },
        "time-scale": { type: "string" },
        simulated: { type: "boolean", default: false },
        env: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new UsageError(explainError(error).split("\n")[0]);
  }
}

function readPort(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new UsageError(`${flag} takes a whole number from 0 to 65535, not "${text.slice(0, 40)}".`);
}

function readTimeScale(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const scale = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (scale <= 100) return scale;
  throw new UsageError(`--time-scale takes a number from 0 to 100, not "${text.slice(0, 40)}".`);
}

async function main(): Promise<void> {
  const flags = readFlags();
  if (flags.help) {
    process.stdout.write(HELP);
    return;
  }
  const { settings, warnings } = loadSettings();
  for (const warning of warnings) say(warning);
  const cloud = await startLabCloud({
    httpPort: flags.port ?? settings.ports.labHttp,
    httpsPort: flags.httpsPort ?? settings.ports.labHttps,
    localPort: flags.localPort ?? settings.ports.localModel,
    localModel: flags.simulated ? "simulated" : "auto",
    timeScale: flags.timeScale ?? settings.lab.timeScale ?? 0,
    logger,
  });
  stopOnSignal(cloud);
  process.stdout.write(flags.env ? exportLines(cloud.env) : `${JSON.stringify(readyEvent(cloud))}\n`);
}

/** The first signal closes everything, a second one does not wait for that. */
function stopOnSignal(cloud: LabCloud): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(FAILED);
    stopping = true;
    await cloud.close();
    process.exit();
  };
  process.on("SIGINT", () => void stop());
  process.on("SIGTERM", () => void stop());
}

function exportLines(env: LabCloud["env"]): string {
  const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  return Object.entries(env)
    .map(([name, value]) => `export ${name}=${quote(value)}\n`)
    .join("");
}

const say = (line: string) => process.stderr.write(`${line}\n`);

const logger: Logger = {
  debug: () => {},
  info: (message, fields) => say(withFields(message, fields)),
  warn: (message, fields) => say(`warning: ${withFields(message, fields)}`),
  error: (message, fields) => say(`error: ${withFields(message, fields)}`),
};

const withFields = (message: string, fields: Parameters<Logger["info"]>[1] = {}) =>
  [message, ...Object.entries(fields).map(([name, value]) => `${name}=${value}`)].join(" ");

main().catch((error: unknown) => {
  say(explainError(error));
  process.exitCode = error instanceof UsageError ? WRONG_USE : FAILED;
});
