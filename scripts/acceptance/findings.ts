import { explainError } from "../../modules/src/core/index.ts";

/** What an acceptance run sees, and what of it is wrong. */
export interface Findings {
  /** Prints a line that tells what was seen. */
  readonly say: (line: string) => void;
  /** Notes what is not as it should be. */
  readonly complain: (line: string) => void;
  /** Does one part of the run; when it throws that is a complaint, and the run goes on. */
  readonly step: (name: string, work: () => Promise<void>) => Promise<void>;
  readonly complaints: readonly string[];
}

export function createFindings(print: (line: string) => void): Findings {
  const complaints: string[] = [];
  const complain = (line: string) => void complaints.push(line);
  return {
    say: print,
    complain,
    complaints,
    async step(name, work) {
      try {
        await work();
      } catch (error) {
        complain(`${name}: ${explainError(error)}`);
      }
    },
  };
}
