import type { Clock } from "../../../core/index.ts";
import { createQuota, type Quota, type QuotaLimits } from "./quota.ts";

/** The quotas of all deployments. */
export interface Quotas {
  create(limits: QuotaLimits): Quota;
  /** Every deployment's minute starts anew, as if nothing had been asked. */
  reset(): void;
}

export function createQuotas(clock: Clock): Quotas {
  let round = 0;
  return {
    create(limits) {
      let quota = createQuota(clock, limits);
      let madeIn = round;
      const current = () => {
        if (madeIn !== round) quota = createQuota(clock, limits);
        madeIn = round;
        return quota;
      };
      return { read: () => current().read(), admit: (tokens) => current().admit(tokens) };
    },
    reset() {
      round += 1;
    },
  };
}
