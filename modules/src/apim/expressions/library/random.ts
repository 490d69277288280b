import { createRandom, type Random } from "../../../core/random.ts";
import type { Run } from "../run.ts";
import { ambient, defineType, member } from "../types/type-definition.ts";
import { NetDouble } from "../values/net-double.ts";
import { argumentOutOfRange } from "../values/net-exception.ts";
import { NetValue } from "../values/net-value.ts";

class NetRandom extends NetValue {
  readonly netType = "System.Random";
  readonly draw: Random;

  constructor(draw: Random) {
    super();
    this.draw = draw;
  }

  /** At least `low`, less than `high`. */
  between(low: number, high: number): number {
    if (low > high) throw argumentOutOfRange("minValue", "'minValue' cannot be greater than maxValue.");
    return low + Math.floor(this.draw() * (high - low));
  }
}

const MAX_INT = 2_147_483_647;

export const random = defineType({
  name: "Random",
  fullName: "System.Random",
  holds: (value) => value instanceof NetRandom,
  members: [
    ambient("new()", (run: Run) => new NetRandom(run.exchange.services.random)),
    member("new(int Seed)", (seed: number) => new NetRandom(createRandom(seed))),
    member("int Next()", (self: NetRandom) => self.between(0, MAX_INT)),
    member("int Next(int maxValue)", (self: NetRandom, high: number) => {
      if (high < 0) throw argumentOutOfRange("maxValue", "'maxValue' must be greater than zero.");
      return self.between(0, high);
    }),
    member("int Next(int minValue, int maxValue)", (self: NetRandom, low: number, high: number) =>
      self.between(low, high),
    ),
    member("double NextDouble()", (self: NetRandom) => new NetDouble(self.draw())),
    member("void NextBytes(byte[] buffer)", (self: NetRandom, bytes: Uint8Array) => {
      for (let index = 0; index < bytes.length; index += 1) bytes[index] = self.between(0, 256);
    }),
  ],
});
