import { describeSettings, type LoadedSettings, type SettingRow } from "../config/index.ts";
import type { Machine } from "./machine.ts";

/** The settings of a machine; `undefined` when they cannot be read. */
export function settingsOf(machine: Machine): LoadedSettings | undefined {
  return "settings" in machine.settings ? machine.settings : undefined;
}

/** The variables that somebody set, by canonical name; defaults are not among them, secrets read `(set)`. */
export function setVariables(machine: Machine): ReadonlyMap<string, SettingRow> {
  const loaded = settingsOf(machine);
  const rows = loaded ? describeSettings(loaded) : [];
  return new Map(rows.filter(({ source }) => source !== "default").map((row) => [row.name, row]));
}

/** A text as an http or https address, if it is one. */
export function addressOf(text: string | undefined): URL | undefined {
  const address = text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
  return address && /^https?:$/.test(address.protocol) ? address : undefined;
}

/** An address for people: without user, password and query. */
export const showAddress = (address: URL): string => `${address.host}${address.pathname.replace(/\/$/, "")}`;

/** Whether an address is that of a lab cloud whose variables were exported. */
export function isOfLabCloud(address: URL, machine: Machine): boolean {
  const set = setVariables(machine);
  return ["LAB_HTTP", "LAB_HTTPS"].some((name) => addressOf(set.get(name)?.value)?.origin === address.origin);
}
