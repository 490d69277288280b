import { onTestFinished } from "vitest";
import type { GatewayConfig } from "../src/apim/gateway/gateway-config.ts";
import {
  type RunningGateway,
  type StartGatewayOptions,
  startGateway,
} from "../src/apim/gateway/start-gateway.ts";

type Options = Omit<StartGatewayOptions, "config"> & { readonly config?: GatewayConfig };

/** A gateway on a free port with a virtual clock that ends with the test; by default one open API `t` for every address. */
export async function openTestGateway(options: Options = {}): Promise<RunningGateway> {
  const gateway = await startGateway({
    testMode: true,
    watch: false,
    ...options,
    config: options.config ?? openApi(),
  });
  onTestFinished(() => gateway.close());
  return gateway;
}

/** An API `t` without keys whose requests go to https://origin.test/base, with the policies of one document. */
export function openApi(policy?: string, more: Partial<GatewayConfig> = {}): GatewayConfig {
  return {
    api: { id: "t", path: "t", subscriptionRequired: false, serviceUrl: "https://origin.test/base" },
    ...(policy !== undefined && { policies: { api: policy } }),
    ...more,
  };
}
