import { integerType } from "./integer-type.ts";

export const sbyteType = integerType("sbyte");
