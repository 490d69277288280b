import { UsageError } from "../notebooks/run-command.ts";

/** From a moment on until before another, in milliseconds since 1970-01-01 UTC. */
export interface Period {
  readonly from: number | undefined;
  readonly until: number | undefined;
}

const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?$/;

/**
 * Days and moments of a command line, UTC where no zone is said. A day as the end is meant to its last millisecond.
 * @throws UsageError
 */
export function readPeriod(from: string | undefined, to: string | undefined): Period {
  const begin = from === undefined ? undefined : readMoment("from", from);
  const end = to === undefined ? undefined : readMoment("to", to) + (DAY.test(to) ? DAY_MS : 0);
  if (begin !== undefined && end !== undefined && begin >= end)
    throw new UsageError(`--from ${from} does not lie before --to ${to}. See --help.`);
  return { from: begin, until: end };
}

function readMoment(name: string, text: string): number {
  const zoned = DAY.test(text) || /(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`;
  const at = DAY.test(text) || MOMENT.test(text) ? Date.parse(zoned) : Number.NaN;
  // The thirtieth of February is no day, whatever it is read as.
  const isDay =
    Number.isFinite(at) &&
    new Date(`${text.slice(0, 10)}T00:00Z`).toISOString().startsWith(text.slice(0, 10));
  if (isDay) return at;
  throw new UsageError(
    `--${name} must be a day such as 2026-03-02 or a time such as 2026-03-02T14:00, not "${text.slice(0, 40)}". See --help.`,
  );
}
