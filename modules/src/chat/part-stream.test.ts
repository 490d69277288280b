import { describe, expect, test } from "vitest";
import {
  createPartStream,
  createToldStream,
  createWholeStream,
  type PartStream,
  readBatches,
  type TellParts,
} from "./part-stream.ts";
import { LEFT, pullParts } from "./pull-parts.ts";

/** Tells these batches and notes how far it came and how it ended. */
function teller(batches: readonly (readonly number[])[], failure?: Error) {
  const told: number[][] = [];
  const ended: unknown[] = [];
  const tell: TellParts<number> = async (take) => {
    try {
      for (const batch of batches) {
        told.push([...batch]);
        await take(batch);
      }
      if (failure) throw failure;
    } catch (error) {
      ended.push(error);
      throw error;
    }
  };
  return { told, ended, tell };
}

/** Batches that wait to be asked for, and whether they were left. */
function iterated(batches: readonly (readonly number[])[]) {
  const left: boolean[] = [];
  const iterator = batches[Symbol.iterator]();
  const parts = createPartStream<number>({
    next: async () => iterator.next(),
    async return() {
      left.push(true);
      return { done: true, value: undefined };
    },
  });
  return { left, parts };
}

async function oneByOne(parts: AsyncIterable<number>): Promise<readonly number[]> {
  const heard: number[] = [];
  for await (const part of parts) heard.push(part);
  return heard;
}

const BATCHES = [[1, 2], [3]];

describe.each<readonly [string, () => PartStream<number>]>([
  ["told", () => createToldStream(teller(BATCHES).tell)],
  ["in batches", () => iterated(BATCHES).parts],
  ["one by one", () => ({ [Symbol.asyncIterator]: () => oneAfterTheOther() })],
])("parts that come %s", (name, make) => {
  test("are all heard, in their order", async () => {
    expect(await oneByOne(make())).toEqual([1, 2, 3]);
  });

  test("are handed on", async () => {
    const heard: (readonly number[])[] = [];
    await readBatches(make(), (batch) => {
      heard.push(batch);
      return undefined;
    });
    expect(heard).toEqual(name === "one by one" ? [[1], [2], [3]] : BATCHES);
  });
});

async function* oneAfterTheOther() {
  yield* [1, 2, 3];
}

test("parts that are all there can be had at once, and one by one", async () => {
  const parts = createWholeStream([1, 2, 3]);
  expect(parts.whole).toEqual([1, 2, 3]);
  expect(await oneByOne(parts)).toEqual([1, 2, 3]);
});

test("whoever throws while parts are handed on leaves their source", async () => {
  const { left, parts } = iterated(BATCHES);
  const full = new Error("The disk is full.");
  const reading = readBatches(parts, () => {
    throw full;
  });
  await expect(reading).rejects.toBe(full);
  expect(left).toEqual([true]);
});

describe("parts that are told, to one who asks for them", () => {
  test("are made only as far as they are asked for", async () => {
    const { told, tell } = teller(BATCHES);
    const batches = pullParts(tell);
    expect(told).toEqual([]);
    expect(await batches.next()).toEqual({ done: false, value: [1, 2] });
    expect(told).toEqual([[1, 2]]);
    expect(await batches.next()).toEqual({ done: false, value: [3] });
    expect(await batches.next()).toEqual({ done: true, value: undefined });
    expect(await batches.next()).toEqual({ done: true, value: undefined });
  });

  test("end at their source when nobody asks any more, before whoever left goes on", async () => {
    const { told, ended, tell } = teller(BATCHES);
    for await (const part of createToldStream(tell)) if (part === 1) break;
    expect(told).toEqual([[1, 2]]);
    expect(ended).toEqual([LEFT]);
  });

  test("were never begun when nobody asked", async () => {
    const { told, tell } = teller(BATCHES);
    expect(await pullParts(tell).return?.()).toEqual({ done: true, value: undefined });
    expect(told).toEqual([]);
  });

  test("end with what their making throws", async () => {
    const broken = new Error("It broke.");
    const batches = pullParts(teller([[1]], broken).tell);
    await batches.next();
    await expect(batches.next()).rejects.toBe(broken);
    expect(await batches.next()).toEqual({ done: true, value: undefined });
  });
});
