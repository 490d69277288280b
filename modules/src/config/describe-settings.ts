import { allVariables, type LoadedSettings } from "./settings.ts";
import { variables } from "./variables.ts";

export interface SettingRow {
  readonly name: string;
  /** The value, or `(set)` for a secret. */
  readonly value: string;
  readonly source: "environment" | ".env" | "default";
}

/** Every variable that has a value, with secrets hidden. */
export function describeSettings(loaded: LoadedSettings): SettingRow[] {
  const values = new Map<string, unknown>();
  for (const [group, members] of Object.entries(variables)) {
    const read = loaded.settings[group as keyof typeof variables] as Readonly<Record<string, unknown>>;
    for (const [key, variable] of Object.entries(members)) values.set(variable.name, read[key]);
  }
  return allVariables.flatMap(({ name, secret }) => {
    const source = loaded.sources.get(name);
    return source ? [{ name, value: secret ? "(set)" : String(values.get(name)), source }] : [];
  });
}
