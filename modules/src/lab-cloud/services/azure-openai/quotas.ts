import type { Clock } from "../../../core/index.ts";
import { createQuota, type Quota, type QuotaLimits } from "./quota.ts";

/** The quotas of all deployments. */
export interface Quotas {
  /** @param key `RESOURCE/DEPLOYMENT`, when another quota may be assigned to it later */
  create(limits: QuotaLimits, key?: string): Quota;
  /** Gives a deployment another quota, as an infrastructure that deploys it does; undefined = the one it was made with. */
  assign(key: string, limits: QuotaLimits | undefined): void;
  /** Every deployment's minute starts anew, as if nothing had been asked. */
  reset(): void;
}

export function createQuotas(clock: Clock): Quotas {
  let round = 0;
  const assigned = new Map<string, QuotaLimits>();
  return {
    create(limits, key = "") {
      const wanted = () => assigned.get(key) ?? limits;
      let made = { quota: createQuota(clock, limits), limits, round };
      const current = () => {
        if (made.round !== round || made.limits !== wanted())
          made = { quota: createQuota(clock, wanted()), limits: wanted(), round };
        return made.quota;
      };
      return { read: () => current().read(), admit: (tokens) => current().admit(tokens) };
    },
    assign(key, limits) {
      if (limits === undefined) assigned.delete(key);
      else assigned.set(key, limits);
    },
    reset() {
      round += 1;
    },
  };
}
