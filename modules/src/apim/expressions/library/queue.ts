import { defineType, member } from "../types/type-definition.ts";
import { netEquals } from "../values/net-equality.ts";
import { invalidOperation } from "../values/net-exception.ts";
import { NetValue } from "../values/net-value.ts";
import { toArray } from "../values/sequences.ts";

/** `Queue<T>` or `Stack<T>`: the next item is the first of the list. */
class Line extends NetValue implements Iterable<unknown> {
  readonly netType: string;
  readonly items: unknown[];

  constructor(netType: string, items: unknown[]) {
    super();
    this.netType = netType;
    this.items = items;
  }

  next(): unknown {
    if (this.items.length === 0)
      throw invalidOperation(`${this.netType.includes("Queue") ? "Queue" : "Stack"} empty.`);
    return this.items[0];
  }

  take(): unknown {
    const item = this.next();
    this.items.shift();
    return item;
  }

  [Symbol.iterator](): Iterator<unknown> {
    return this.items[Symbol.iterator]();
  }
}

const members = [
  member("int Count", (line: Line) => line.items.length),
  member("T Peek()", (line: Line) => line.next()),
  member("bool Contains(T item)", (line: Line, wanted: unknown) =>
    line.items.some((item) => netEquals(item, wanted)),
  ),
  member("void Clear()", (line: Line) => {
    line.items.length = 0;
  }),
  member("T[] ToArray()", (line: Line) => [...line.items]),
];

const QUEUE = "System.Collections.Generic.Queue`1";
const STACK = "System.Collections.Generic.Stack`1";

export const queue = defineType({
  name: "Queue<T>",
  fullName: QUEUE,
  supers: ["IReadOnlyCollection<T>"],
  holds: (value) => value instanceof Line && value.netType === QUEUE,
  members: [
    member("new()", () => new Line(QUEUE, [])),
    member("new(IEnumerable<T> collection)", (items: unknown) => new Line(QUEUE, toArray(items))),
    member("void Enqueue(T item)", (line: Line, item: unknown) => void line.items.push(item)),
    member("T Dequeue()", (line: Line) => line.take()),
    ...members,
  ],
});

export const stack = defineType({
  name: "Stack<T>",
  fullName: STACK,
  supers: ["IReadOnlyCollection<T>"],
  holds: (value) => value instanceof Line && value.netType === STACK,
  members: [
    member("new()", () => new Line(STACK, [])),
    member("new(IEnumerable<T> collection)", (items: unknown) => new Line(STACK, toArray(items).reverse())),
    member("void Push(T item)", (line: Line, item: unknown) => void line.items.unshift(item)),
    member("T Pop()", (line: Line) => line.take()),
    ...members,
  ],
});
