import { integerType } from "./integer-type.ts";

export const ushortType = integerType("ushort");
