import { defineType, member } from "../types/type-definition.ts";
import { argumentNull, invalidArgument } from "../values/net-exception.ts";
import { NetValue } from "../values/net-value.ts";

interface Codec {
  readonly encode: (text: string) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => string;
}

class Encoding extends NetValue {
  readonly netType = "System.Text.Encoding";
  readonly webName: string;
  readonly codec: Codec;

  constructor(webName: string, codec: Codec) {
    super();
    this.webName = webName;
    this.codec = codec;
  }
}

function bufferCodec(name: BufferEncoding): Codec {
  return {
    encode: (text) => Uint8Array.from(Buffer.from(text, name)),
    decode: (bytes) => Buffer.from(bytes).toString(name),
  };
}

function swapped(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(bytes, (_byte, index) => bytes[index ^ 1] ?? 0);
}

const unicode = bufferCodec("utf16le");

/** What does not fit in seven bits becomes a question mark. */
const ascii: Codec = {
  encode: (text) => Uint8Array.from(text, (sign) => (sign.charCodeAt(0) < 128 ? sign.charCodeAt(0) : 63)),
  decode: (bytes) => Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : "?")).join(""),
};

const encodings = {
  UTF8: new Encoding("utf-8", bufferCodec("utf8")),
  ASCII: new Encoding("us-ascii", ascii),
  Unicode: new Encoding("utf-16", unicode),
  BigEndianUnicode: new Encoding("utf-16BE", {
    encode: (text) => swapped(unicode.encode(text)),
    decode: (bytes) => unicode.decode(swapped(bytes)),
  }),
  Default: new Encoding("utf-8", bufferCodec("utf8")),
  Latin1: new Encoding("iso-8859-1", bufferCodec("latin1")),
};

function byName(name: string): Encoding {
  const wanted = name.toLowerCase().replace(/^utf8$/, "utf-8");
  const found = Object.values(encodings).find(({ webName }) => webName.toLowerCase() === wanted);
  if (!found) throw invalidArgument(`'${name}' is not a supported encoding name.`);
  return found;
}

export const encoding = defineType({
  name: "Encoding",
  fullName: "System.Text.Encoding",
  holds: (value) => value instanceof Encoding,
  members: [
    ...Object.entries(encodings).map(([name, value]) => member(`static Encoding ${name}`, () => value)),
    member("static Encoding GetEncoding(string name)", byName),
    member("string WebName", (self: Encoding) => self.webName),
    member("byte[] GetBytes(string s)", (self: Encoding, text: string | null) => {
      if (text === null) throw argumentNull("s");
      return self.codec.encode(text);
    }),
    member("string GetString(byte[] bytes)", (self: Encoding, bytes: Uint8Array | null) => {
      if (bytes === null) throw argumentNull("bytes");
      return self.codec.decode(bytes);
    }),
    member(
      "string GetString(byte[] bytes, int index, int count)",
      (self: Encoding, bytes: Uint8Array, index: number, count: number) =>
        self.codec.decode(bytes.slice(index, index + count)),
    ),
    member("int GetByteCount(string s)", (self: Encoding, text: string) => self.codec.encode(text).length),
  ],
});
