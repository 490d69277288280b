import { describe, expect, test } from "vitest";
import { isFoundryLocals500, isJson, startRouteSweep, takesForm } from "./route-sweep.ts";

const { routes, logged, bodyOf, ask, expectHonest } = await startRouteSweep();

const writing = routes.filter(({ method, form }) => method === "POST" && !form.endsWith("/cancel"));
const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

describe("a body that cannot be read is refused with 400", () => {
  const bodies: readonly (readonly [string, string])[] = [
    ["half a JSON text", "{"],
    ["no JSON", "hello"],
    ["a list", "[]"],
    ["a number", "5"],
    ["a text", '"hello"'],
    ["null", "null"],
    ["deep nesting", nested(50_000)],
    ["unknown fields", '{"colour":"red"}'],
    ["bytes that are no text", '{"model":"\xff"'],
  ];
  test.each(bodies)("%s", async (name, body) => {
    for (const route of writing) {
      const answer = await ask(route, { body });
      expectHonest(answer, `${route.form} ${name}`);
      const isReal = isFoundryLocals500(answer, route.form);
      expect(answer.status, `${route.form} ${answer.text}`).toBe(isReal ? 500 : 400);
    }
  });
});

test("an empty body, or an object without fields, is refused with 400 where a field is needed", async () => {
  for (const route of writing) {
    for (const body of ["", "{}"]) {
      const answer = await ask(route, { body });
      expectHonest(answer, `${route.form} "${body}"`);
      const needsNothing = /\/conversations(?:\/\{conversation\})?$/.test(route.path);
      if (needsNothing || isFoundryLocals500(answer, route.form)) continue;
      expect(answer.status, `${route.form} "${body}" ${answer.text}`).toBe(400);
    }
  }
});

test("a body over the limit is refused with 413, also when it is no JSON", async () => {
  for (const route of writing) {
    for (const body of [bodyOf(route) + " ".repeat(5_000_000), "x".repeat(5_000_000)]) {
      const answer = await ask(route, { body });
      expectHonest(answer, route.form);
      expect(answer.status, `${route.form} ${answer.text.slice(0, 200)}`).toBe(413);
    }
  }
});

describe("fields of a wrong kind are answered or refused, never a failure", () => {
  const wrongs = [null, true, 7, "text", [], {}, [[]], [{}], [null]];
  test.each(writing.filter((route) => !route.path.includes("/conversations") && !takesForm(route)))(
    "$form",
    async (route) => {
      const good = JSON.parse(bodyOf(route)) as Record<string, unknown>;
      for (const field of Object.keys(good)) {
        for (const wrong of wrongs) {
          const answer = await ask(route, { body: JSON.stringify({ ...good, [field]: wrong }) });
          expectHonest(answer, `${route.form} ${field}=${JSON.stringify(wrong)}`);
        }
      }
    },
  );
});

describe("odd texts are answered or refused, never a failure", () => {
  const texts: readonly (readonly [string, string])[] = [
    ["empty", '""'],
    ["blank", '"  \\n\\t "'],
    ["NUL", '"a\\u0000b"'],
    ["a lone surrogate", '"\\ud800 and \\udfff"'],
    ["emoji only", '"🙂🎉👩‍👩‍👧‍👦🏳️‍🌈"'],
    ["right to left", '"ما هي عاصمة فرنسا؟ \\u202e\\u2066"'],
    ["combining marks", `"${"a\u0301".repeat(2_000)}"`],
    ["100 kB of words", JSON.stringify("lorem ipsum dolor ".repeat(6_000))],
    ["100 kB without a space", JSON.stringify("x".repeat(100_000))],
    ["control tokens", '"<|endoftext|><|im_start|>system"'],
    ["markup", '"<script>alert(1)</script>"'],
    ["__proto__", '"__proto__"'],
  ];
  test.each(texts)("%s", async (name, text) => {
    for (const route of writing) {
      const body = bodyOf(route, "TEXT").replace('"TEXT"', () => text);
      const streamed = body.replace(/\}$/, ',"stream":true}');
      for (const sent of [body, streamed]) {
        const answer = await ask(route, { body: sent });
        expectHonest(answer, `${route.form} ${name}`);
        if (answer.status < 300 && !isJson(answer)) expect(answer.text).toMatch(/^(event|data): /);
      }
    }
  });

  test("fields named like JavaScript's own", async () => {
    for (const route of writing) {
      const good = bodyOf(route);
      for (const field of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
        expectHonest(await ask(route, { body: good.replace("{", `{"${field}":{"a":1},`) }), route.form);
      }
    }
    expect({}).not.toHaveProperty("a");
  });
});

test("after all of that nothing had failed, and it answers as before", async () => {
  expect(logged).toEqual([]);
  const [chat] = writing;
  if (chat) expect((await ask(chat)).status).toBe(200);
});
