import { BlockList, isIP } from "node:net";
import { gatewayFailure } from "../backends/backend-failure.ts";
import type { PolicyElement } from "../documents/policy-element.ts";
import type { Exchange } from "../pipeline/exchange.ts";
import type { PolicyCompiler, PolicyDefinition } from "../pipeline/policy.ts";
import type { PolicyError } from "../pipeline/policy-error.ts";
import type { PolicyValue } from "../pipeline/policy-value.ts";

/** Lets callers in, or keeps them out, by their IP address. */
export const ipFilter: PolicyDefinition = {
  name: "ip-filter",
  sections: ["inbound"],
  support: "emulated",
  attributes: { action: { required: true, values: ["allow", "forbid"] } },
  children: {
    address: { many: true, text: true },
    "address-range": { many: true, attributes: { from: { required: true }, to: { required: true } } },
  },
  compile: (element, compiler) => {
    if (element.children.length === 0) {
      compiler.problem("<ip-filter> needs an <address> or an <address-range> inside it.", element.position);
    }
    const action = compiler.required(element, "action");
    const listOf = compileList(element, compiler);
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange): Promise<undefined> => {
        const { ipAddress } = exchange.request;
        const address = plainAddress(ipAddress);
        if (isIP(address) === 0) {
          throw denied(
            "FailedToParseCallerIP",
            "Failed to establish IP address for the caller. Access denied.",
          );
        }
        const list = await listOf(exchange);
        const isListed = list.check(address, familyOf(address));
        const isAllowed = (await action.text(exchange)) === "allow";
        exchange.trace.note(() => `${address} is ${isListed ? "" : "not "}in the list`);
        if (isAllowed && !isListed) {
          throw denied("CallerIpNotAllowed", `Caller IP address ${address} is not allowed. Access denied.`);
        }
        if (!isAllowed && isListed) {
          throw denied("CallerIpBlocked", "Caller IP address is blocked. Access denied.");
        }
      },
    };
  },
};

/** The addresses; put together once when all of them are written out. */
function compileList(element: PolicyElement, compiler: PolicyCompiler) {
  const entries = element.children.map((child) => compileEntry(child, compiler));
  const isFixed = entries.every((entry) => entry.isFixed);
  let fixed: BlockList | undefined;
  return async (exchange: Exchange): Promise<BlockList> => {
    if (fixed) return fixed;
    const list = new BlockList();
    for (const { add } of entries) await add(list, exchange);
    if (isFixed) fixed = list;
    return list;
  };
}

interface ListEntry {
  /** Whether no expression is in it. */
  readonly isFixed: boolean;
  add(list: BlockList, exchange: Exchange): Promise<void>;
}

function compileEntry(element: PolicyElement, compiler: PolicyCompiler): ListEntry {
  if (element.name === "address") {
    const { text, position } = element;
    const value = checked(compiler.value(text ?? { value: "", position }), compiler);
    const add = async (list: BlockList, exchange: Exchange) => {
      const address = plainAddress(await value.text(exchange));
      if (isIP(address) === 0) throw noAddress(address);
      list.addAddress(address, familyOf(address));
    };
    return { add, isFixed: value.literal !== undefined };
  }
  return compileRange(element, compiler);
}

function compileRange(element: PolicyElement, compiler: PolicyCompiler): ListEntry {
  const from = checked(compiler.required(element, "from"), compiler);
  const to = checked(compiler.required(element, "to"), compiler);
  const isFixed = from.literal !== undefined && to.literal !== undefined;
  if (isFixed && !isRange(plainAddress(from.literal), plainAddress(to.literal))) {
    compiler.problem(`"${from.literal}" to "${to.literal}" is no range of IP addresses.`, element.position);
  }
  const add = async (list: BlockList, exchange: Exchange) => {
    const first = plainAddress(await from.text(exchange));
    const last = plainAddress(await to.text(exchange));
    if (!isRange(first, last)) throw noAddress(`${first} to ${last}`);
    list.addRange(first, last, familyOf(first));
  };
  return { add, isFixed };
}

function isRange(first: string, last: string): boolean {
  if (isIP(first) === 0 || isIP(first) !== isIP(last)) return false;
  try {
    new BlockList().addRange(first, last, familyOf(first));
    return true;
  } catch {
    return false;
  }
}

function checked(value: PolicyValue, compiler: PolicyCompiler): PolicyValue {
  const { literal, position } = value;
  if (literal !== undefined && isIP(plainAddress(literal)) === 0) {
    compiler.problem(
      `"${literal.trim()}" is no IP address. Write 13.66.201.169 or 2001:db8::1, a range as <address-range>.`,
      position,
    );
  }
  return value;
}

/** An IPv4 address that arrives by IPv6 is written as such: `::ffff:10.0.0.1`. */
const plainAddress = (text: string): string => text.trim().replace(/^::ffff:(?=\d+\.)/i, "");

const familyOf = (address: string): "ipv4" | "ipv6" => (isIP(address) === 6 ? "ipv6" : "ipv4");

const denied = (reason: string, message: string): PolicyError =>
  gatewayFailure(message, { status: 403, source: "ip-filter", reason });

const noAddress = (text: string): PolicyError =>
  gatewayFailure(`"${text}" is no IP address.`, {
    status: 500,
    source: "ip-filter",
    reason: "InvalidIpAddress",
  });
