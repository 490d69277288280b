export * from "./bicep/index.ts";
