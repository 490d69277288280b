import { integerType } from "./integer-type.ts";

export const longType = integerType("long");
