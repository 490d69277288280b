import { integerType } from "./integer-type.ts";

export const shortType = integerType("short");
