import { defineEnum } from "../types/define-enum.ts";

export const stringSplitOptions = defineEnum("System.StringSplitOptions", {
  None: 0,
  RemoveEmptyEntries: 1,
  TrimEntries: 2,
});
