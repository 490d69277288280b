import type { Gateways } from "./api-management/gateways.ts";
import type { ListedService } from "./service.ts";

export const API_MANAGEMENT = "api-management";

/** The deployed gateways as the lab cloud lists them; the listeners hand them their requests before any app sees them. */
export function describeGateways(gateways: Gateways): ListedService {
  return {
    name: API_MANAGEMENT,
    title: "Azure API Management",
    routes: [
      { method: "*", path: "/apim/{gateway}/{path}" },
      { method: "GET", path: "/apim/{gateway}/__emulator/{what}" },
    ],
    health: () => {
      const names = gateways.names();
      const note = names.length === 0 ? "No gateway is deployed." : `Gateways: ${names.join(", ")}.`;
      return {
        state: "ready",
        note: `${note} They run the very policies that are deployed; what lies behind them is the lab cloud's own.`,
      };
    },
  };
}
