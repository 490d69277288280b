import { join } from "node:path";
import { defineConfig } from "vitest/config";
import LongTestsFirst from "./scripts/testing/long-tests-first.ts";

const EVERY_TEST = {
  pool: "forks",
  // Wide: they only end what hangs, also on a machine that is busy with other things.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 60_000 } },
} as const;

/** Two cores: two files at a time, whatever they start. */
export default defineConfig({
  test: {
    projects: [
      // Tests beside the code share their workers, which load each module once.
      { test: { ...EVERY_TEST, name: "rooms", include: ["modules/src/**/*.test.ts"], isolate: false } },
      // Tests across rooms start servers, kernels and commands: each file has a process of its own.
      {
        test: {
          ...EVERY_TEST,
          name: "house",
          include: ["modules/tests/**/*.test.ts", "scripts/**/*.test.ts"],
        },
      },
    ],
    globalSetup: [join(import.meta.dirname, "scripts", "testing", "own-temporary-folder.ts")],
    sequence: { sequencer: LongTestsFirst },
    maxWorkers: 2,
  },
});
