import { apimBenchmark } from "./apim.ts";
import { banditBenchmark } from "./bandit.ts";
import type { Benchmark } from "./benchmark.ts";
import { dualModeBenchmark } from "./dual-mode.ts";
import { encoderBenchmark } from "./encoder.ts";
import { faultsBenchmark } from "./faults.ts";
import { gatewayBenchmark } from "./gateway.ts";
import { killBenchmark } from "./kill.ts";
import { labCloudBenchmark } from "./lab-cloud.ts";
import { ledgerBenchmark } from "./ledger.ts";
import { mixBenchmark } from "./mix.ts";
import { phiBenchmark } from "./phi.ts";
import { resilienceBenchmark } from "./resilience.ts";
import { retrievalBenchmark } from "./retrieval.ts";
import { ruleBenchmark } from "./rule.ts";
import { telemetryBenchmark } from "./telemetry.ts";

/** Every benchmark that `npm run bench` knows. */
export const benchmarks: readonly Benchmark[] = [
  ruleBenchmark,
  apimBenchmark,
  encoderBenchmark,
  banditBenchmark,
  retrievalBenchmark,
  labCloudBenchmark,
  phiBenchmark,
  ledgerBenchmark,
  resilienceBenchmark,
  gatewayBenchmark,
  faultsBenchmark,
  killBenchmark,
  mixBenchmark,
  telemetryBenchmark,
  dualModeBenchmark,
];
