export * from "./clock.ts";
export * from "./driven-clock.ts";
export * from "./errors.ts";
export * from "./ids.ts";
export * from "./is-refusal.ts";
export * from "./logger.ts";
export * from "./random.ts";
