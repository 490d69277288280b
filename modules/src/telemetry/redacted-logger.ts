import type { LogFields, Logger } from "../core/logger.ts";
import type { TelemetryRedactor } from "./telemetry-redactor.ts";

/** Longest message and longest field of a log line: a stack of calls goes in. */
const LINE_CHARACTERS = 2000;

/** The same logger, with secrets and what belongs to a person taken out of each line before it is written. */
export function createRedactedLogger(logger: Logger, redactor: TelemetryRedactor): Logger {
  const message = (text: string) => redactor.text(text, LINE_CHARACTERS);
  const fields = (given: LogFields | undefined): LogFields | undefined =>
    given &&
    Object.fromEntries(
      Object.entries(given).map(([name, value]) => [
        name,
        typeof value === "string" ? redactor.text(value, LINE_CHARACTERS) : value,
      ]),
    );
  return {
    debug: (text, given) => logger.debug(message(text), fields(given)),
    info: (text, given) => logger.info(message(text), fields(given)),
    warn: (text, given) => logger.warn(message(text), fields(given)),
    error: (text, given) => logger.error(message(text), fields(given)),
  };
}
