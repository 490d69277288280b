import type { LogFields, Logger } from "../../modules/src/core/index.ts";

const nothing = () => {};

const line = (message: string, fields: LogFields = {}) =>
  [`! ${message}`, ...Object.entries(fields).map(([name, value]) => `${name}=${value}`)].join(" ");

/** What people should know of, one line each; the rest stays quiet. */
export const consoleLogger: Logger = {
  debug: nothing,
  info: nothing,
  warn: (message, fields) => console.warn(line(message, fields)),
  error: (message, fields) => console.error(line(message, fields)),
};
