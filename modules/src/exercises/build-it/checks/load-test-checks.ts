import { equal, near } from "../../expectations.ts";
import type { BuildCheck } from "../check.ts";
import type { RunLoad } from "../contracts/load-test.ts";

/** Kept from prompt 6. */
export function loadTestChecks(runLoad: RunLoad): readonly BuildCheck[] {
  return [
    {
      name: "sends each request once, and counts those that fail",
      async run() {
        const sent: number[] = [];
        const report = await runLoad({
          requests: 25,
          atOnce: 4,
          now: () => 0,
          async ask(index) {
            sent.push(index);
            if (index % 5 === 0) throw new Error("no");
          },
        });
        equal(
          "requests sent",
          sent.toSorted((one, other) => one - other),
          Array.from({ length: 25 }, (_, i) => i),
        );
        const { sent: all, succeeded, failed } = report;
        equal("counts", { all, succeeded, failed }, { all: 25, succeeded: 20, failed: 5 });
      },
    },
    {
      name: "keeps as many under way as it may, and no more",
      async run() {
        let now = 0;
        let most = 0;
        const ask = async () => {
          now++;
          most = Math.max(most, now);
          for (let turn = 0; turn < 5; turn++) await Promise.resolve();
          now--;
        };
        await runLoad({ requests: 40, atOnce: 8, now: () => 0, ask });
        equal("requests at one time", most, 8);
      },
    },
    {
      name: "tells percentiles of the successful ones, and the rate of the whole run",
      async run() {
        let ms = 0;
        const report = await runLoad({
          requests: 101,
          atOnce: 1,
          now: () => ms,
          async ask(index) {
            // The first is slow and fails; then 1 ms, 2 ms, ... 100 ms.
            ms += index === 0 ? 4950 : index;
            if (index === 0) throw new Error("no");
          },
        });
        near("p50 of 1 to 100 ms", report.p50Ms, 50, 1);
        near("p95 of 1 to 100 ms", report.p95Ms, 95, 1);
        near("101 requests in 10 s", report.perSecond, 10.1, 0.01);
      },
    },
    {
      name: "has no percentile when nothing succeeded",
      async run() {
        const ask = () => Promise.reject(new Error("no"));
        const { failed, p50Ms } = await runLoad({ requests: 3, atOnce: 2, now: () => 0, ask });
        equal("all fail", { failed, p50Ms }, { failed: 3, p50Ms: Number.NaN });
      },
    },
  ];
}
