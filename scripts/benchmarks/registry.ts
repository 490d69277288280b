import type { Benchmark } from "./benchmark.ts";
import { labCloudBenchmark } from "./lab-cloud.ts";
import { ruleBenchmark } from "./rule.ts";

/** Every benchmark that `npm run bench` knows. */
export const benchmarks: readonly Benchmark[] = [ruleBenchmark, labCloudBenchmark];
