import { integerType } from "./integer-type.ts";

export const ulongType = integerType("ulong");
