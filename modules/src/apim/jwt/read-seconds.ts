/** Seconds of a number (`300`) or of a TimeSpan (`00:05:00`, `1.00:00:00`); 0 for anything else. */
export function readSeconds(text: string): number {
  const number = Number(text);
  if (text.trim() !== "" && Number.isFinite(number)) return Math.max(0, number);
  const found = /^(?:(\d+)\.)?(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?$/.exec(text.trim());
  if (!found) return 0;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part) => Number(part ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}
