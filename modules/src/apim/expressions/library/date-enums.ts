import { defineEnum, numbered } from "../types/define-enum.ts";
import { DAYS } from "../values/format-date.ts";

export const dateTimeKind = defineEnum("System.DateTimeKind", numbered(["Unspecified", "Utc", "Local"]));
export const dayOfWeek = defineEnum("System.DayOfWeek", numbered(DAYS));
