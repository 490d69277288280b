import { SettingsError } from "../core/errors.ts";

/**
 * A key that a header can carry.
 * @throws SettingsError, without the key, when it holds line ends or letters beyond ASCII.
 */
export function checkedKey(key: string): string {
  if (/^[ -~]+$/.test(key)) return key;
  throw new SettingsError(
    ["A key holds a line end or a letter that no header can carry."],
    "Copy it again, without anything around it.",
  );
}
