import { isIP } from "node:net";
import { defineType, member, type Out } from "../types/type-definition.ts";
import { argumentNull, formatError } from "../values/net-exception.ts";
import { NetValue } from "../values/net-value.ts";

class IpAddress extends NetValue {
  readonly netType = "System.Net.IPAddress";
  readonly text: string;

  constructor(text: string) {
    super();
    this.text = text;
  }

  override toText(): string {
    return this.text;
  }

  override equalTo(other: unknown): boolean {
    return other instanceof IpAddress && other.text === this.text;
  }

  override get key(): string {
    return this.text;
  }
}

function read(text: string | null): IpAddress | undefined {
  return text !== null && isIP(text.trim()) !== 0 ? new IpAddress(text.trim().toLowerCase()) : undefined;
}

/** Four bytes, or sixteen with the gap of `::` filled. */
function bytesOf({ text }: IpAddress): Uint8Array {
  if (isIP(text) === 4) return Uint8Array.from(text.split("."), Number);
  const [head = "", tail] = text.split("::");
  const groups = (part: string): string[] => (part === "" ? [] : part.split(":"));
  const [before, after] = [groups(head), groups(tail ?? "")];
  const gap = tail === undefined ? 0 : 8 - before.length - after.length;
  const all = [...before, ...new Array<string>(gap).fill("0"), ...after];
  return Uint8Array.from(
    all.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]),
  );
}

export const ipAddress = defineType({
  name: "IPAddress",
  fullName: "System.Net.IPAddress",
  holds: (value) => value instanceof IpAddress,
  members: [
    member("static IPAddress Loopback", () => new IpAddress("127.0.0.1")),
    member("static IPAddress Any", () => new IpAddress("0.0.0.0")),
    member("static IPAddress Parse(string ipString)", (text: string | null) => {
      if (text === null) throw argumentNull("ipString");
      const address = read(text);
      if (!address) throw formatError("An invalid IP address was specified.");
      return address;
    }),
    member(
      "static bool TryParse(string ipString, out IPAddress address)",
      (text: string | null, result: Out) => {
        const address = read(text);
        result.value = address ?? null;
        return address !== undefined;
      },
    ),
    member(
      "static bool IsLoopback(IPAddress address)",
      ({ text }: IpAddress) => text.startsWith("127.") || text === "::1",
    ),
    member("byte[] GetAddressBytes()", bytesOf),
  ],
});
