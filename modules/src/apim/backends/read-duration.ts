const DURATION = new RegExp(
  /^P(?:(?<years>\d+)Y)?(?:(?<months>\d+)M)?(?:(?<weeks>\d+)W)?(?:(?<days>\d+)D)?/.source +
    /(?:T(?=\d)(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?(?:(?<seconds>\d+(?:\.\d+)?)S)?)?$/.source,
);

const DAY_MS = 86_400_000;

/** Years and months as .NET counts them in a `TimeSpan`: 365 and 30 days. */
const UNIT_MS: Readonly<Record<string, number>> = {
  years: 365 * DAY_MS,
  months: 30 * DAY_MS,
  weeks: 7 * DAY_MS,
  days: DAY_MS,
  hours: 3_600_000,
  minutes: 60_000,
  seconds: 1000,
};

/** Milliseconds of an ISO 8601 duration such as `PT1M30S` or `P1D`; undefined when it is none. */
export function readDuration(text: string): number | undefined {
  const parts = Object.entries(DURATION.exec(text)?.groups ?? {}).filter(([, value]) => value !== undefined);
  if (parts.length === 0) return undefined;
  return parts.reduce((sum, [unit, value]) => sum + Number(value) * (UNIT_MS[unit] ?? 0), 0);
}
