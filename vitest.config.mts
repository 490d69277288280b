import { defineConfig } from "vitest/config";

/** Two cores: unit tests share workers, everything that starts kernels or servers runs beside at most one other. */
export default defineConfig({
  test: {
    include: ["modules/src/**/*.test.ts", "modules/tests/**/*.test.ts", "scripts/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
