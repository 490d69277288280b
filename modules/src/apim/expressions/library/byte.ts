import { integerType } from "./integer-type.ts";

export const byteType = integerType("byte");
