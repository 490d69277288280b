import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluateOne, problemsOf } from "../../../tests/bicep-folder.ts";

const SOME = `
var o = { a: 1, b: { c: [10, 20, 30] }, 'with-dash': 'x', t: true }
var list = [ { n: 'a', w: 3 }, { n: 'b', w: 1 } ]
var name = 'n'
`;

describe("expressions bind as Bicep says, not as the grammar does", () => {
  test.each([
    ["1 + o.a", 2],
    ["1 + o.a * 2", 3],
    ["(1 + o.a) * 2", 4],
    ["10 - 2 - 3", 5],
    ["7 / 2", 3],
    ["-7 / 2", -3],
    ["7 % 4", 3],
    ["o.b.c[1] + o.b.c[0] * 2", 40],
    ["!o.t || o.a == 1", true],
    ["o.a == 1 && o.b.c[2] == 30", true],
    ["o.a > 0 ? o.b.c[0] : o.b.c[1]", 10],
    ["o.a > 1 ? 'x' : o.a > 0 ? 'y' : 'z'", "y"],
    ["o.?z ?? o.?y ?? 'none'", "none"],
    ["o.?z.deep.deeper", null],
    ["o.?b.c[2]", 30],
    ["(o.?z).?deep", null],
    ["o['with-dash']", "x"],
    ["o.b.c[?9] ?? 'none'", "none"],
    ["map(list, each => each.w + 1)", [4, 2]],
    ["filter(list, each => each.w > 1 && each.n != 'b')[0].n", "a"],
    ["reduce(map(list, each => each.w), 0, (sum, each) => sum + each)", 4],
    ["[ o.a, o.b.c[0] ]", [1, 10]],
    ["[\n  toLower('A')\n  resourceGroup().name\n  o.b.c[1]\n]", ["a", "rg-lab", 20]],
    [`[for (each, i) in list: '\${i}-\${each.n}']`, ["0-a", "1-b"]],
    [`{ '\${name}-x': 1, y: [for i in range(0, 2): i * i] }`, { "n-x": 1, y: [0, 1] }],
  ])("%s", async (expression, value) => {
    expect(await evaluateOne(expression, SOME)).toEqual(value);
  });

  test("arithmetic of any length is as in JavaScript", async () => {
    const number = fc.integer({ min: 0, max: 9 });
    const sums = fc.array(fc.tuple(fc.constantFrom("+", "-", "*"), number), { minLength: 1, maxLength: 8 });
    const cases = fc.sample(fc.tuple(number, sums), { numRuns: 60, seed: 7 });
    const texts = cases.map(([first, rest]) =>
      [`${first}`, ...rest.flatMap(([sign, next]) => [sign, `${next}`])].join(" "),
    );
    expect(await evaluateOne(`[\n${texts.join("\n")}\n]`)).toEqual(texts.map(sumOf));
  });
});

/** Products first, then from left to right. */
function sumOf(text: string): number {
  const terms = text.split(/ ([+-]) /);
  const product = (term = "") => term.split(" * ").reduce((value, factor) => value * Number(factor), 1);
  return terms.reduce((sum, part, index) => {
    if (index === 0) return product(part);
    return index % 2 === 0 ? sum + (terms[index - 1] === "-" ? -1 : 1) * product(part) : sum;
  }, 0);
}

describe("texts", () => {
  test.each([
    ["'it''", undefined],
    ["'it\\'s'", "it's"],
    [`'a\\\${b}c'`, `a\${b}c`],
    ["'line\\nline\\ttab\\\\'", "line\nline\ttab\\"],
    ["'\\u{1F600}'", "😀"],
    [
      `'\${1 + 1} and \${true} and \${o}'`,
      '2 and True and {"a":1,"b":{"c":[10,20,30]},"with-dash":"x","t":true}',
    ],
    [`'''\nfirst \${name}\n  second'''`, `first \${name}\n  second`],
    [`'\${'\${name}!'}?'`, "n!?"],
    [`'ünï\${'ö'}cödé'`, "ünïöcödé"],
  ])("%s", async (expression, value) => {
    if (value === undefined) expect((await problemsOf(`var x = ${expression}`)).length).toBeGreaterThan(0);
    else expect(await evaluateOne(expression, SOME)).toBe(value);
  });
});

describe("functions", () => {
  test.each([
    ["replace('a {x} b {x}', '{x}', '$&')", "a $& b $&"],
    ["format('{0}-{1}-{{0}}', 'a', 2)", "a-2-{0}"],
    ["concat('a', 'b', 'c')", "abc"],
    ["concat([1], [2, 3])", [1, 2, 3]],
    ["union({ a: { b: 1 } }, { a: { c: 2 }, d: 3 })", { a: { b: 1, c: 2 }, d: 3 }],
    ["union([1, 2], [2, 3])", [1, 2, 3]],
    ["intersection([1, 2, 3], [3, 2])", [2, 3]],
    ["contains(['a', 'b'], 'b')", true],
    ["contains('Gateway', 'gate')", false],
    ["contains({ Key: 1 }, 'key')", true],
    ["startsWith('Gateway', 'gate')", true],
    ["indexOf('aBc', 'b')", 1],
    ["empty('')", true],
    ["empty([])", true],
    ["empty({ a: 1 })", false],
    ["length({ a: 1, b: 2 })", 2],
    ["split('a,b;c', [',', ';'])", ["a", "b", "c"]],
    ["join(['a', 'b'], '/')", "a/b"],
    ["substring('abcdef', 2, 3)", "cde"],
    ["take('abc', 2)", "ab"],
    ["skip([1, 2, 3], 1)", [2, 3]],
    ["first(['x', 'y'])", "x"],
    ["last('abc')", "c"],
    ["toUpper(trim('  a '))", "A"],
    ["padLeft('7', 3, '0')", "007"],
    ["int('42') + 1", 43],
    ["json('{\"a\":[1]}').a[0]", 1],
    ["string({ a: 1 })", '{"a":1}'],
    ["string(true)", "True"],
    ["base64ToString(base64('héllo'))", "héllo"],
    ["uriComponent('a b/c')", "a%20b%2Fc"],
    ["uri('https://x.test/a/', 'b')", "https://x.test/a/b"],
    ["range(3, 3)", [3, 4, 5]],
    ["flatten([[1], [2, 3]])", [1, 2, 3]],
    ["sort([3, 1, 2], (a, b) => a < b)", [1, 2, 3]],
    ["toObject(['a', 'b'], key => key, key => toUpper(key))", { a: "A", b: "B" }],
    [
      "items({ b: 2, a: 1 })",
      [
        { key: "a", value: 1 },
        { key: "b", value: 2 },
      ],
    ],
    ["mapValues({ a: 1 }, value => value + 1)", { a: 2 }],
    ["groupBy(['aa', 'b'], text => string(length(text)))", { "1": ["b"], "2": ["aa"] }],
    ["max(1, 5, 3)", 5],
    ["min([4, 2])", 2],
    ["coalesce(null, 'x')", "x"],
    ["shallowMerge([{ a: 1 }, { a: 2 }])", { a: 2 }],
    ["bool('true')", true],
    [
      "resourceId('Microsoft.X/a/b', 'one', 'two')",
      "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-lab/providers/Microsoft.X/a/one/b/two",
    ],
    [
      "subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'r')",
      "/subscriptions/00000000-0000-0000-0000-000000000000/providers/Microsoft.Authorization/roleDefinitions/r",
    ],
  ])("%s", async (expression, value) => {
    expect(await evaluateOne(expression, SOME)).toEqual(value);
  });

  test("make names from texts: the same for the same, in Azure's form", async () => {
    const [once, again, other] = (await evaluateOne(
      "[uniqueString('a'), uniqueString('a'), uniqueString('b')]",
    )) as string[];
    expect(once).toMatch(/^[a-z2-7]{13}$/);
    expect([again === once, other === once]).toEqual([true, false]);
    expect(await evaluateOne("guid('a', 'b')")).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});

describe("what cannot be evaluated is told with its place", () => {
  test.each([
    ["o.zz", 'main.bicep:3:11 There is no "zz" in it.'],
    ["o.ab", 'main.bicep:3:11 There is no "ab" in it. Did you mean "a"?'],
    ["lits[0]", 'main.bicep:3:9 There is no "lits" here. Did you mean "list"?'],
    ["list[7]", "main.bicep:3:9 There is no [7] in array. It has 1 items."],
    ["1 + 'a'", "main.bicep:3:9 An int is needed here, not string."],
    ["!1", "main.bicep:3:10 A bool is needed here, not int."],
    ["1 / 0", "main.bicep:3:9 Division by zero."],
    ["utcNow()", "main.bicep:3:9 The function utcNow() is not evaluated here."],
    ["toLowr('A')", "main.bicep:3:9 The function toLowr() is not evaluated here. Did you mean toLower()?"],
    ["toLower()", "main.bicep:3:9 toLower() takes 1 values, not 0."],
    ["toLower(1)", "main.bicep:3:17 A string is needed here, not int."],
    ["map(list, 1)", "main.bicep:3:19 A function (item => …) is needed here."],
    ["format('{1}', 'a')", "main.bicep:3:16 format: there is no value for {1}."],
    ["substring('ab', 1, 5)", 'main.bicep:3:9 substring: "ab" has 2 characters only.'],
    ["int('x')", 'main.bicep:3:13 "x" is no whole number.'],
    ["json('{')", "main.bicep:3:14 json: the text is no JSON."],
    [
      "loadTextContent('none.xml')",
      "main.bicep:3:25 The file none.xml cannot be read; paths are relative to the Bicep file.",
    ],
    ["x", 'main.bicep:3:1 "x" needs itself.'],
    ["'\\q'", "main.bicep:3:9 \\q is no escape; there are \\n, \\r, \\t, \\\\, \\', \\$ and \\u{…}."],
  ])("%s", async (expression, problem) => {
    const [found] = await problemsOf(`var o = { a: 1 }\nvar list = [1]\nvar x = ${expression}`);
    expect(found).toContain(problem);
  });
});
