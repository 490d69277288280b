import type { Run } from "../run.ts";
import { ambient, defineType, member, type Out } from "../types/type-definition.ts";
import { NetGuid } from "../values/net-guid.ts";

const empty = new NetGuid("0".repeat(32));

/** Random by the gateway's own source, so that a seeded gateway repeats itself; version 4. */
function newGuid({ exchange }: Run): NetGuid {
  const bytes = Uint8Array.from({ length: 16 }, () => Math.floor(exchange.services.random() * 256));
  bytes[7] = ((bytes[7] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return NetGuid.fromBytes(bytes);
}

export const guid = defineType({
  name: "Guid",
  fullName: "System.Guid",
  isValueType: true,
  fallback: empty,
  holds: (value) => value instanceof NetGuid,
  members: [
    member("new()", () => empty),
    member("new(string g)", (text: string) => NetGuid.parse(text)),
    member("new(byte[] b)", (bytes: Uint8Array) => NetGuid.fromBytes(bytes)),
    member("static Guid Empty", () => empty),
    ambient("static Guid NewGuid()", newGuid),
    member("static Guid Parse(string input)", (text: string) => NetGuid.parse(text)),
    member("static bool TryParse(string input, out Guid result)", (text: string | null, result: Out) => {
      const value = text === null ? undefined : NetGuid.tryParse(text);
      result.value = value ?? empty;
      return value !== undefined;
    }),
    member("byte[] ToByteArray()", (self: NetGuid) => self.toBytes()),
    member("string ToString(string format)", (self: NetGuid, format: string) => self.toFormat(format)),
    member("int CompareTo(Guid value)", (left: NetGuid, right: NetGuid) => left.compareTo(right)),
  ],
});
