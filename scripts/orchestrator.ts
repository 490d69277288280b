import { flushCompileCache } from "node:module";
import { join } from "node:path";
import { loadSettings, paths, type Settings, secretsOf } from "../modules/src/config/index.ts";
import { SettingsError } from "../modules/src/core/index.ts";
import { createRedactor } from "../modules/src/providers/index.ts";
import {
  createAccess,
  createTokenCheck,
  newKey,
  readKeyFile,
  startServer,
  type TokenCheck,
} from "../modules/src/server/index.ts";
import { createTelemetryRedactor, type TelemetryRedactor } from "../modules/src/telemetry/index.ts";
import { runCommand, UsageError } from "./notebooks/run-command.ts";
import { findEmbedder } from "./orchestrator/open-embedder.ts";
import { openService, type ServiceOptions, STATE_FOLDER } from "./orchestrator/open-service.ts";
import { openTelemetry } from "./orchestrator/open-telemetry.ts";
import { createProcessLogger } from "./orchestrator/process-logger.ts";
import { createRequestLog } from "./orchestrator/request-log.ts";
import { sayReady } from "./orchestrator/say-ready.ts";
import { type SettingsHere, settingsHere } from "./orchestrator/settings-here.ts";
import { openStateFolder } from "./orchestrator/state-folder.ts";
import { isShipped, NOBODY_ANSWERS, whoAnswers } from "./orchestrator/who-answers.ts";
import { withClosing } from "./orchestrator/with-closing.ts";

const HELP = `npm run orchestrator -- [flags]
Serves the orchestrator over HTTP: OpenAI's /v1 for any client of theirs, and the workshop's own routes. /docs lists them.

  --port N             default PORT_ORCHESTRATOR, else 8000; 0 = any free port
  --metrics-port N     Prometheus' /metrics; default PORT_METRICS, else 8001; 0 = any free port
  --host NAME          default 127.0.0.1; any other needs --keys
  --profile NAME       enhanced, basic (default) or agent-router: what data/orchestrator has under that name
  --config FILE        a configuration of your own; changes of the file are taken in while it runs
  --lab                starts a lab cloud in this process, on free ports: its answers are simulated
  --upstream URL       instead of these: one OpenAI-compatible server behind everything, with /v1. Its key is OPENAI_API_KEY
  --upstream-model M   the model it is asked for; default: all it lists
  --keys FILE          YAML of hashed keys; without it everybody on this machine may ask
  --token-issuer URL   also lets in signed tokens of this issuer: https://login.microsoftonline.com/TENANT/v2.0
  --token-audience A   the application they have to be for
  --token-keys URL     where the issuer's public keys are; default ISSUER's Entra address for them
  --new-key NAME       prints a new key and its entry for that file, and ends
  --cors-origin URL    a page of this origin may ask; repeatable
  --ledger FILE        SQLite file in which each answer's cost is kept; default: as the configuration says, with --upstream
                       ledger.sqlite in the state folder; "none" = none, also where the configuration names one
  --budget-usd X       with --upstream: refuses what could cost more than this in a day (UTC)
  --telemetry WHERE    traces and figures to a SQLite file (npm run report reads it), to an OpenTelemetry collector's http address,
                       or to "azure" (Application Insights; with --lab the lab cloud); repeatable. Holds no questions and no answers
  --state FOLDER       instead of .cache/orchestrator: ratings, patterns, vectors, and a ledger that the configuration keeps there
  --body-limit BYTES   default 1048576
  --announce N         seconds for which, when it is to stop, /readyz says so and all is answered still; default 0
  --verbose            a line for each request: how it was routed, who answered, what it took; and why one was refused
  --help               this text

Where .env names no cloud, a lab cloud that runs on this machine answers: npm start, or npm run lab-cloud in another terminal.
When it is ready it says whose answers these are and how to ask. Where nobody reads along, that is one line of JSON:
{"event":"ready","url","metrics","answers"}. Ctrl-C lets answers under way end, then stops.
`;

/** Seconds that answers under way have to end. */
const GRACE_SECONDS = 30;

const FLAGS = {
  port: { type: "string" },
  "metrics-port": { type: "string" },
  host: { type: "string", default: "127.0.0.1" },
  lab: { type: "boolean", default: false },
  upstream: { type: "string" },
  "upstream-model": { type: "string" },
  keys: { type: "string" },
  "token-issuer": { type: "string" },
  "token-audience": { type: "string" },
  "token-keys": { type: "string" },
  "new-key": { type: "string" },
  "cors-origin": { type: "string", multiple: true, default: [] as string[] },
  profile: { type: "string" },
  config: { type: "string" },
  state: { type: "string", default: STATE_FOLDER },
  ledger: { type: "string" },
  telemetry: { type: "string", multiple: true, default: [] as string[] },
  "budget-usd": { type: "string" },
  "body-limit": { type: "string" },
  announce: { type: "string", default: "0" },
  verbose: { type: "boolean", default: false },
} as const;

function readWhole(name: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
  if (value <= most) return value;
  throw new UsageError(`--${name} takes a whole number from 0 to ${most}, not "${text.slice(0, 40)}".`);
}

function readUsd(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 0) return value;
  throw new UsageError(`--budget-usd takes US dollars such as 5 or 0.50, not "${text.slice(0, 40)}".`);
}

function readUrl(text: string | undefined): string | undefined {
  if (text === undefined || (URL.canParse(text) && /^https?:/.test(text))) return text;
  throw new UsageError(
    `--upstream takes an address such as http://127.0.0.1:1234/v1, not "${text.slice(0, 80)}".`,
  );
}

function printKey(name: string): void {
  if (!/^[\w.-]{1,64}$/.test(name))
    throw new UsageError("--new-key takes a name of letters, digits, dots and dashes.");
  const { key, sha256 } = newKey();
  console.log(
    `${key}\n\nShown this once. Add to the key file:\n\nkeys:\n  - name: ${name}\n    sha256: ${sha256}`,
  );
}

interface TokenFlags {
  readonly "token-issuer"?: string | undefined;
  readonly "token-audience"?: string | undefined;
  readonly "token-keys"?: string | undefined;
}

function readTokens(flags: TokenFlags): TokenCheck | undefined {
  const { "token-issuer": issuer, "token-audience": audience } = flags;
  if (issuer === undefined && audience === undefined) return undefined;
  if (issuer === undefined || audience === undefined || !URL.canParse(issuer))
    throw new UsageError("--token-issuer (an address) and --token-audience go together.");
  const keysUrl = flags["token-keys"] ?? `${issuer.replace(/\/v2\.0\/?$/, "")}/discovery/v2.0/keys`;
  if (!URL.canParse(keysUrl)) throw new UsageError("--token-keys takes an address.");
  return createTokenCheck({ issuer, audience, keysUrl });
}

const PROFILES = ["enhanced", "basic", "agent-router"] as const;

interface SourceFlags {
  readonly profile?: string | undefined;
  readonly config?: string | undefined;
  readonly upstream?: string | undefined;
  readonly "upstream-model"?: string | undefined;
}

function readSource({
  profile,
  config,
  upstream,
  "upstream-model": model,
}: SourceFlags): ServiceOptions["source"] {
  const given = [profile && "--profile", config && "--config", upstream && "--upstream"].filter(Boolean);
  if (given.length > 1) throw new UsageError(`${given.join(" and ")} do not go together.`);
  const url = readUrl(upstream);
  if (url !== undefined) return { upstream: url, model };
  if (model !== undefined) throw new UsageError("--upstream-model goes with --upstream.");
  if (config !== undefined) return { file: config };
  const known = PROFILES.find((name) => name === (profile ?? "basic"));
  if (known === undefined)
    throw new UsageError(`--profile takes ${PROFILES.join(", ")}, not "${profile?.slice(0, 40)}".`);
  return { file: join(paths.data, "orchestrator", `${known}.yaml`) };
}

function readLedger(
  text: string | undefined,
  source: ServiceOptions["source"],
  folder: string,
): ServiceOptions["ledger"] {
  if (text === "none") return "none";
  if (text !== undefined) return { file: text };
  return "upstream" in source ? { file: join(folder, "ledger.sqlite") } : "as-configured";
}

/** A key that is shorter could be a word of a message. */
const LEAST_SECRET = 8;

/** Hides what looks like a key or belongs to a person, and the keys of these settings whatever they look like. */
function redactorFor(settings: Settings): TelemetryRedactor {
  const keys = secretsOf(settings).filter(({ length }) => length >= LEAST_SECRET);
  return createTelemetryRedactor({ redact: createRedactor(keys).text });
}

/** The first signal lets answers end, a second one does not wait. */
const untilStopped = () =>
  new Promise<void>((resolve) => {
    let stopping = false;
    const stop = () => {
      if (stopping) process.exit(1);
      stopping = true;
      resolve();
    };
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      // Whoever runs containers ends a process by SIGTERM, which runCommand takes for an end at once.
      process.removeAllListeners(signal);
      process.on(signal, stop);
    }
  });

/** One server behind everything needs no cloud, and no lab cloud in its place. */
const alone = (): SettingsHere => ({
  ...loadSettings(),
  lab: undefined,
  named: false,
  close: async () => {},
});

/** A profile as it is shipped, with nothing on this machine or in its settings that could answer. */
const isForNobody = (error: unknown, { lab, named }: SettingsHere, source: ServiceOptions["source"]) =>
  error instanceof SettingsError &&
  error.problems.every((problem) => problem.includes(" cannot be asked: ")) &&
  !lab &&
  !named &&
  "file" in source &&
  isShipped(source.file);

await runCommand({
  help: HELP,
  flags: FLAGS,
  stopsItself: true,
  run: (flags) =>
    withClosing(async (atEnd) => {
      if (flags["new-key"] !== undefined) {
        printKey(flags["new-key"]);
        return true;
      }
      const source = readSource(flags);
      if (flags.lab && "upstream" in source) throw new UsageError("--lab and --upstream do not go together.");
      openStateFolder(flags.state);
      const budgetUsdPerDay = readUsd(flags["budget-usd"]);
      const bodyLimitBytes = readWhole("body-limit", flags["body-limit"], 100_000_000);
      const announceSeconds = readWhole("announce", flags.announce, 600) ?? 0;
      const port = readWhole("port", flags.port, 65_535);
      const metricsPort = readWhole("metrics-port", flags["metrics-port"], 65_535);
      const here = "upstream" in source ? alone() : await settingsHere({ own: flags.lab });
      atEnd(here.close);
      const { settings } = here;
      const log = createProcessLogger({
        verbose: flags.verbose,
        isTerminal: process.stderr.isTTY,
        redactor: redactorFor(settings),
      });
      const requests = flags.verbose ? createRequestLog(log) : undefined;
      for (const warning of here.warnings) log.warn(warning);
      const embedder = findEmbedder();
      if (typeof embedder === "string") log.info(`Cache and handbook go by words only: ${embedder}`);
      const access = createAccess({
        keys: flags.keys === undefined ? undefined : readKeyFile(flags.keys),
        tokens: readTokens(flags),
      });
      const { telemetry, ...traced } = await openTelemetry(flags.telemetry, settings, log);
      atEnd(traced.close);
      const service = await openService(settings, {
        source,
        watch: telemetry.watch,
        requests,
        embedder: typeof embedder === "string" ? undefined : embedder,
        ledger: readLedger(flags.ledger, source, flags.state),
        budgetUsdPerDay,
        stateFolder: flags.state,
        logger: log,
      }).catch((error: unknown) => {
        throw isForNobody(error, here, source) ? new SettingsError([NOBODY_ANSWERS]) : error;
      });
      atEnd(service.close);
      traced.compareWith(service.orchestrator.catalog);
      const server = await startServer({
        ...service,
        telemetry,
        host: flags.host,
        port: port ?? settings.ports.orchestrator,
        metricsPort: metricsPort ?? settings.ports.metrics,
        access,
        corsOrigins: flags["cors-origin"],
        ...(bodyLimitBytes !== undefined && { bodyLimitBytes }),
        graceMs: GRACE_SECONDS * 1000,
        announceMs: announceSeconds * 1000,
        logger: log,
        onServed: requests?.served,
      });
      atEnd(server.close);
      if (access.isOpen) log.info("No keys: everybody on this machine may ask.");
      const stopped = untilStopped();
      const answers = whoAnswers(here, source, { ...service, ...service.orchestrator });
      const facts = { url: server.url, metrics: server.metricsUrl, answers, needsKey: !access.isOpen };
      if (!process.stdout.isTTY) log.info(`Answers are ${answers}.`);
      console.log(sayReady(facts, process.stdout.isTTY));
      flushCompileCache();
      await stopped;
      log.info(
        `Stopping: answers under way have ${GRACE_SECONDS} s to end. A second signal ends them at once.`,
      );
      return true;
    }),
});
