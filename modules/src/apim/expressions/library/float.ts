import { doubleType } from "./double-type.ts";

export const floatDefinition = doubleType("float");
