import { integerType } from "./integer-type.ts";

export const uintType = integerType("uint");
