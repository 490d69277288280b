import { expect, test } from "vitest";
import { run } from "../../../tests/expression-harness.ts";

type Case = readonly [expression: string, expected: string];

const linq: readonly Case[] = [
  ["N.Where(x => x > 2).Count()", "3"],
  ["N.Where((x, i) => i % 2 == 0).Sum()", "9"],
  ['string.Join(",", N.Select(x => x * x))', "1,4,9,16,25"],
  ['string.Join(",", N.Select((x, i) => x * i))', "0,2,6,12,20"],
  ["N.First() + N.Last()", "6"],
  // Where it is called, a property of the same name does not count.
  ["new List<int> { 1, 2 }.Count() + new List<int> { 1, 2 }.Count", "4"],
  ["new List<int> { 1, 2 }.Count(x => x > 1)", "1"],
  ['new Dictionary<string, int> { { "a", 1 } }.Count()', "1"],
  [
    'JArray.Parse("[1,2]").Count() + "|" + JArray.Parse("[1,2]").Last() + "|" + JToken.Parse("[3]").First()',
    "2|2|3",
  ],
  ['((dynamic)JArray.Parse("[1,2]")).Count + "|" + context.Request.Url.Query.Count()', "2|0"],
  ["N.First(x => x > 3)", "4"],
  ["N.FirstOrDefault(x => x > 9)", "0"],
  ['S.FirstOrDefault(x => x == "zz") == null', "True"],
  ["N.First(x => x > 9)", "System.InvalidOperationException: Sequence contains no matching element"],
  ["new int[0].First()", "System.InvalidOperationException: Sequence contains no elements"],
  ["N.Single(x => x == 3)", "3"],
  ["N.Single(x => x > 3)", "System.InvalidOperationException: Sequence contains more than one element"],
  ["N.SingleOrDefault(x => x > 9)", "0"],
  ["N.Any() && N.Any(x => x == 3) && !N.Any(x => x == 9)", "True"],
  ["N.All(x => x > 0)", "True"],
  ["N.Contains(3)", "True"],
  ['S.Contains("B", StringComparer.OrdinalIgnoreCase)', "True"],
  ["N.Sum() + N.Sum(x => x * 2)", "45"],
  ["N.Average()", "3"],
  ["new[] { 1, 2 }.Average()", "1.5"],
  ["N.Max() * 10 + N.Min()", "51"],
  ["S.Max(s => s.Length)", "2"],
  ['string.Join(",", N.OrderByDescending(x => x))', "5,4,3,2,1"],
  ['string.Join(",", S.OrderBy(s => s.Length).ThenByDescending(s => s))', "c,b,aa"],
  ['string.Join(",", N.Skip(1).Take(2))', "2,3"],
  ['string.Join(",", N.TakeWhile(x => x < 3))', "1,2"],
  ['string.Join(",", N.SkipWhile(x => x < 3))', "3,4,5"],
  ['string.Join(",", new[] { 1, 1, 2 }.Distinct())', "1,2"],
  ['string.Join(",", N.Concat(new[] { 9 }))', "1,2,3,4,5,9"],
  ['string.Join(",", N.Except(new[] { 1, 2 }))', "3,4,5"],
  ['string.Join(",", N.Intersect(new[] { 5, 1 }))', "1,5"],
  ['string.Join(",", new[] { 1, 2 }.Union(new[] { 2, 3 }))', "1,2,3"],
  ['string.Join(",", N.Reverse())', "5,4,3,2,1"],
  ["N.Aggregate((a, b) => a * b)", "120"],
  ['N.Aggregate("", (s, x) => s + x)', "12345"],
  ['string.Join(",", new[] { "ab", "c" }.SelectMany(s => s.ToCharArray()))', "a,b,c"],
  ['string.Join(";", S.GroupBy(s => s.Length).Select(g => g.Key + ":" + g.Count()))', "1:2;2:1"],
  ['N.ToDictionary(x => "k" + x, x => x * 2)["k3"]', "6"],
  ["N.ToList().IndexOf(4)", "3"],
  ['string.Join(",", N.Join(new[] { 2, 4 }, a => a, b => b / 2, (a, b) => a + "-" + b))', "1-2,2-4"],
  ['string.Join(",", N.Zip(S, (n, s) => n + s))', "1c,2aa,3b"],
  ['string.Join(",", Enumerable.Range(3, 3))', "3,4,5"],
  ['string.Concat(Enumerable.Repeat("ab", 2))', "abab"],
  ["N.ElementAt(1)", "2"],
  ['string.Join(",", new[] { "1", "2" }.Select(int.Parse))', "1,2"],
  ['string.Join(",", from x in N where x > 3 orderby x descending select x * 2)', "10,8"],
  ['string.Join(",", N.Select(x => new { x, y = x * 2 }).Where(p => p.y > 6).Select(p => p.x))', "4,5"],
  ['"a1b2".Count(c => char.IsDigit(c))', "2"],
  ['new[] { "a", "b" }.SequenceEqual(new List<string> { "a", "b" })', "True"],
];

const bodies: readonly (readonly [body: string, expected: string])[] = [
  [
    'var l = new List<int> { 3, 1 }; l.Add(2); l.Sort(); l.Remove(1); return string.Join(",", l) + l.Count;',
    "2,32",
  ],
  [
    "var l = new List<int>(); return l[0];",
    "System.ArgumentOutOfRangeException: Index was out of range. Must be non-negative and less than the size of the collection.\r\nParameter name: index",
  ],
  [
    'var d = new Dictionary<string, int> { { "a", 1 }, { "b", 2 } }; d["c"] = 3; d["a"]++; return d.Sum(p => p.Value) + string.Join("", d.Keys);',
    "7abc",
  ],
  [
    'var d = new Dictionary<string, int>(); return d["x"];',
    "System.Collections.Generic.KeyNotFoundException: The given key was not present in the dictionary.",
  ],
  [
    'var d = new Dictionary<string, int>(); d.Add("a", 1); d.Add("a", 2); return 0;',
    "System.ArgumentException: An item with the same key has already been added.",
  ],
  [
    'var d = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["A"] = 1 }; return d.ContainsKey("a") + "|" + d["a"];',
    "True|1",
  ],
  [
    'var d = new Dictionary<int, string> { [1] = "x" }; return d.GetValueOrDefault(2, "none") + d[1];',
    "nonex",
  ],
  [
    'var s = new HashSet<string> { "a", "b", "a" }; return s.Count + "" + s.Contains("b") + s.Add("a");',
    "2TrueFalse",
  ],
  [
    "var q = new Queue<int>(); q.Enqueue(1); q.Enqueue(2); var s = new Stack<int>(); s.Push(1); s.Push(2); return q.Dequeue() * 10 + s.Pop();",
    "12",
  ],
  ['var t = Tuple.Create(1, "a"); return t.Item1 + t.Item2;', "1a"],
  [
    "var q = new[] { 1, 2, 3 }.Where(x => x > 1); var n = 0; foreach (var x in q) n += x; return n + q.Count();",
    "7",
  ],
];

test.each(linq)("LINQ: %s is %s", async (expression, expected) => {
  const lists = 'var N = new[] { 1, 2, 3, 4, 5 }; var S = new List<string> { "c", "aa", "b" };';
  expect(await run(`@{ ${lists} return ${expression}; }`)).toBe(expected);
});

test.each(bodies)("collections: %s is %s", async (body, expected) => {
  expect(await run(`@{ ${body} }`)).toBe(expected);
});
