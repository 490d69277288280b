import { UsageError } from "../notebooks/run-command.ts";

/** @throws UsageError */
export function readNumber(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new UsageError(`--${name} must be a number, not "${text}". See --help.`);
}

/** A score, a share: 0 to 1. @throws UsageError */
export function readFraction(name: string, text: string): number {
  const value = readNumber(name, text);
  if (value >= 0 && value <= 1) return value;
  throw new UsageError(`--${name} must be a number from 0 to 1, not "${text}". See --help.`);
}

/** @throws UsageError */
export function readWhole(name: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(`--${name} must be a whole number from 1, not "${text}". See --help.`);
}
