import { defineEnum } from "../types/define-enum.ts";

export const midpointRounding = defineEnum("System.MidpointRounding", { ToEven: 0, AwayFromZero: 1 });
