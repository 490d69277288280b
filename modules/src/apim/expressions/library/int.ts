import { integerType } from "./integer-type.ts";

export const intType = integerType("int");
