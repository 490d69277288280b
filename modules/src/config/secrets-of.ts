import type { Settings } from "./settings.ts";
import { variables } from "./variables.ts";

/** Every secret that the settings hold; for whoever hides them in what goes out. */
export function secretsOf(settings: Settings): readonly string[] {
  return Object.entries(variables).flatMap(([group, members]) => {
    const values: Readonly<Record<string, unknown>> = settings[group as keyof typeof variables];
    return Object.entries(members).flatMap(([key, { secret }]) => {
      const value = values[key];
      return secret && typeof value === "string" ? [value] : [];
    });
  });
}
