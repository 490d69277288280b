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
    const entries = element.children.map((child) => compileEntry(child, compiler));
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
        const list = new BlockList();
        for (const add of entries) await add(list, exchange);
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

type AddEntry = (list: BlockList, exchange: Exchange) => Promise<void>;

function compileEntry(element: PolicyElement, compiler: PolicyCompiler): AddEntry {
  if (element.name === "address") {
    const { text, position } = element;
    const value = checked(compiler.value(text ?? { value: "", position }), compiler);
    return async (list, exchange) => {
      const address = plainAddress(await value.text(exchange));
      if (isIP(address) === 0) throw noAddress(address);
      list.addAddress(address, familyOf(address));
    };
  }
  const from = checked(compiler.required(element, "from"), compiler);
  const to = checked(compiler.required(element, "to"), compiler);
  return async (list, exchange) => {
    const ends = [plainAddress(await from.text(exchange)), plainAddress(await to.text(exchange))] as const;
    for (const end of ends) if (isIP(end) === 0) throw noAddress(end);
    list.addRange(...ends, familyOf(ends[0]));
  };
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
