import { defineType, member } from "../types/type-definition.ts";
import { NetDouble } from "../values/net-double.ts";
import { argumentOutOfRange } from "../values/net-exception.ts";
import { NetInteger } from "../values/net-integer.ts";

function view(bytes: Uint8Array, start: number, length: number): DataView {
  if (start < 0 || start + length > bytes.length) throw argumentOutOfRange("startIndex");
  return new DataView(bytes.buffer, bytes.byteOffset + start, length);
}

function written(length: number, write: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(length);
  write(new DataView(bytes.buffer));
  return bytes;
}

function hexPairs(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join("-");
}

/** Lowest byte first, as on every machine the gateway runs on. */
export const bitConverter = defineType({
  name: "BitConverter",
  fullName: "System.BitConverter",
  members: [
    member("static bool IsLittleEndian", () => true),
    member("static string ToString(byte[] value)", hexPairs),
    member("static string ToString(byte[] value, int startIndex)", (bytes: Uint8Array, start: number) =>
      hexPairs(bytes.slice(start)),
    ),
    member(
      "static string ToString(byte[] value, int startIndex, int length)",
      (bytes: Uint8Array, start: number, length: number) => hexPairs(bytes.slice(start, start + length)),
    ),
    member("static byte[] GetBytes(bool value)", (value: boolean) => Uint8Array.of(value ? 1 : 0)),
    member("static byte[] GetBytes(short value)", ({ value }: NetInteger) =>
      written(2, (bytes) => bytes.setInt16(0, Number(value), true)),
    ),
    member("static byte[] GetBytes(ushort value)", ({ value }: NetInteger) =>
      written(2, (bytes) => bytes.setUint16(0, Number(value), true)),
    ),
    member("static byte[] GetBytes(int value)", (value: number) =>
      written(4, (bytes) => bytes.setInt32(0, value, true)),
    ),
    member("static byte[] GetBytes(uint value)", ({ value }: NetInteger) =>
      written(4, (bytes) => bytes.setUint32(0, Number(value), true)),
    ),
    member("static byte[] GetBytes(long value)", (value: bigint) =>
      written(8, (bytes) => bytes.setBigInt64(0, value, true)),
    ),
    member("static byte[] GetBytes(ulong value)", ({ value }: NetInteger) =>
      written(8, (bytes) => bytes.setBigUint64(0, value, true)),
    ),
    member("static byte[] GetBytes(double value)", ({ value }: NetDouble) =>
      written(8, (bytes) => bytes.setFloat64(0, value, true)),
    ),
    member(
      "static short ToInt16(byte[] value, int startIndex)",
      (bytes: Uint8Array, start: number) =>
        new NetInteger("short", BigInt(view(bytes, start, 2).getInt16(0, true))),
    ),
    member(
      "static ushort ToUInt16(byte[] value, int startIndex)",
      (bytes: Uint8Array, start: number) =>
        new NetInteger("ushort", BigInt(view(bytes, start, 2).getUint16(0, true))),
    ),
    member("static int ToInt32(byte[] value, int startIndex)", (bytes: Uint8Array, start: number) =>
      view(bytes, start, 4).getInt32(0, true),
    ),
    member(
      "static uint ToUInt32(byte[] value, int startIndex)",
      (bytes: Uint8Array, start: number) =>
        new NetInteger("uint", BigInt(view(bytes, start, 4).getUint32(0, true))),
    ),
    member("static long ToInt64(byte[] value, int startIndex)", (bytes: Uint8Array, start: number) =>
      view(bytes, start, 8).getBigInt64(0, true),
    ),
    member(
      "static double ToDouble(byte[] value, int startIndex)",
      (bytes: Uint8Array, start: number) => new NetDouble(view(bytes, start, 8).getFloat64(0, true)),
    ),
  ],
});
