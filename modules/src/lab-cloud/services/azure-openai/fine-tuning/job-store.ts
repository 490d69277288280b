import { type FineTuningJob, hasEnded } from "./job.ts";

/** Jobs of one resource, in memory: gone when the lab cloud ends. */
export interface JobStore {
  get(id: string): FineTuningJob | undefined;
  /** In the order of their coming. */
  list(): readonly FineTuningJob[];
  add(job: FineTuningJob): void;
}

const MAX_JOBS = 50;

/** @param forget is told of each old job that makes room for a new one; its models go with it. */
export function createJobStore(forget: (job: FineTuningJob) => void): JobStore {
  const jobs = new Map<string, FineTuningJob>();

  const makeRoom = () => {
    for (const job of jobs.values()) {
      if (jobs.size < MAX_JOBS) return;
      if (!hasEnded(job)) continue;
      jobs.delete(job.order.id);
      forget(job);
    }
  };

  return {
    get: (id) => jobs.get(id),
    list: () => [...jobs.values()],
    add(job) {
      makeRoom();
      jobs.set(job.order.id, job);
    },
  };
}
