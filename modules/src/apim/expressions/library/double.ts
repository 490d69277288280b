import { doubleType } from "./double-type.ts";

export const doubleDefinition = doubleType("double");
