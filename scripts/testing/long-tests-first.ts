import { relative, sep } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { paths } from "../../modules/src/config/index.ts";

/** What a file of tests that takes a minute and more is called by, the longest first. */
const LONG_TESTS: readonly RegExp[] = [
  /^scripts\/tests\/labs-/,
  /^scripts\/tests\/(?:clients|fuzz-api|python-client)/,
  /^scripts\/tests\/(?:start|jupyter|acceptance|orchestrator|bench|data|slm|generate-data|notebooks)/,
  /^scripts\//,
  /^modules\/tests\//,
];

/**
 * The order of a run: what takes long comes first, as it would run alone at the end while the other cores have nothing
 * left to do. Within that, vitest's own order: by the last run's times, and by size where there was none.
 * @public vitest loads it by its path
 */
export default class LongTestsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const ordered = await super.sort(files);
    return ordered.toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const path = relative(paths.root, moduleId).split(sep).join("/");
  const rank = LONG_TESTS.findIndex((pattern) => pattern.test(path));
  return rank < 0 ? LONG_TESTS.length : rank;
}
