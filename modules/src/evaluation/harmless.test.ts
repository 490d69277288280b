import { expect, test } from "vitest";
import { screenQuery } from "../routers/screen-query.ts";
import { readHarmless } from "./harmless.ts";

/** As measured; modules/docs/routers.md names the share. */
const MOST_CHANGED = 8;

test("harmless texts that look like orders stay whole, all but the few that are named in the guide", () => {
  const texts = readHarmless();
  const changed = texts.filter(({ text }) => screenQuery(text).aside.length > 0).map(({ name }) => name);
  expect(texts).toHaveLength(40);
  expect(new Set(texts.map(({ name }) => name)).size).toBe(40);
  expect(changed.length).toBeLessThanOrEqual(MOST_CHANGED);
  for (const known of ["quoted-labels", "system-fact", "web-token", "from-now-on-french"])
    expect(changed).not.toContain(known);
});
