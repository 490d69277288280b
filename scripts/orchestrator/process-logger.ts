import { destination, type Logger as PinoLogger, pino, stdTimeFunctions } from "pino";
import type { LogFields, Logger } from "../../modules/src/core/index.ts";
import { createRedactedLogger, type TelemetryRedactor } from "../../modules/src/telemetry/index.ts";

type Level = keyof Logger;

export interface ProcessLoggerOptions {
  /** Also the lines of `debug`. */
  readonly verbose: boolean;
  /** Whether a person reads along at standard error. */
  readonly isTerminal: boolean;
  /** Stands before every line. */
  readonly redactor: TelemetryRedactor;
}

/**
 * The log of this process at standard error: lines for a person, or a line of JSON each with time and level for whoever collects
 * them. No line waits in memory: what was told before a process ends is there.
 */
export function createProcessLogger({ verbose, isTerminal, redactor }: ProcessLoggerOptions): Logger {
  const to = isTerminal ? { write: writeForPeople } : destination({ dest: 2, sync: true });
  const lines = pino(
    {
      level: verbose ? "debug" : "info",
      base: null,
      messageKey: "message",
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    to,
  );
  return createRedactedLogger(
    {
      debug: say(lines, "debug"),
      info: say(lines, "info"),
      warn: say(lines, "warn"),
      error: say(lines, "error"),
    },
    redactor,
  );
}

const say =
  (lines: PinoLogger, level: Level) =>
  (message: string, fields: LogFields = {}) =>
    lines[level](besides(fields), message);

/** Names that every line has; a field of that name gets a `_`. */
const OWN: readonly string[] = ["level", "time", "message"];

const besides = (fields: LogFields): LogFields =>
  Object.keys(fields).some((name) => OWN.includes(name))
    ? Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [OWN.includes(name) ? `${name}_` : name, value]),
      )
    : fields;

function writeForPeople(line: string): void {
  process.stderr.write(`${lineOf(JSON.parse(line))}\n`);
}

const MARKS: Readonly<Record<Level, string>> = { debug: "  ", info: "", warn: "! ", error: "!! " };

interface LogLine extends Record<string, unknown> {
  readonly level: Level;
  readonly time: string;
  readonly message: string;
}

/** Without the time: whoever sits there sees when it comes. */
function lineOf({ level, time: _, message, ...fields }: LogLine): string {
  const shown = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  return [`${MARKS[level]}${message}`, ...shown].join(" ");
}
