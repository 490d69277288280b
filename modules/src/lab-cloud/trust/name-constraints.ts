/** Object identifier of the X.509 extension (RFC 5280, section 4.2.1.10). */
export const NAME_CONSTRAINTS_ID = "2.5.29.30";

/**
 * The extension's value (DER) that binds an authority to `localhost`, its subdomains, `127.0.0.1` and `::1`: whoever
 * gets hold of its key still cannot speak for any other host.
 */
export function thisMachineOnly(): Buffer {
  const subtrees = [
    dnsName("localhost"),
    ipAddress([127, 0, 0, 1], 4),
    ipAddress([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 16),
  ].map((name) => node(SEQUENCE, name));
  return node(SEQUENCE, node(PERMITTED_SUBTREES, Buffer.concat(subtrees)));
}

const SEQUENCE = 0x30;
const PERMITTED_SUBTREES = 0xa0;
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;

const dnsName = (name: string) => node(DNS_NAME, Buffer.from(name, "ascii"));

/** An address with a mask of ones: exactly this one. */
const ipAddress = (address: readonly number[], bytes: number) =>
  node(IP_ADDRESS, Buffer.from([...address, ...new Array<number>(bytes).fill(255)]));

/** One DER node; everything here is shorter than 128 bytes, where the length is a single byte. */
const node = (tag: number, value: Buffer) => Buffer.concat([Buffer.from([tag, value.length]), value]);
