/** Everything that a request can pass: keys, two routes, breakers, a place among all, limits of money, a ledger. */
export function gatewayConfig(upstream: string, ledger: string) {
  const chat = ["text-generation", "conversation", "code", "reasoning", "analysis", "summarization"];
  const model = (tier: string, input: number, output: number) => ({
    provider: "openai_compatible",
    endpoint: `${upstream}/v1`,
    tier,
    name: "double-1",
    capabilities: chat,
    usd_per_million_tokens: { input, output },
    max_tokens: 500,
  });
  return {
    profile: "gateway-bench",
    strategy: "rule",
    models: { small: model("cloud", 0.15, 0.6), large: model("cloud", 2.5, 10) },
    routes: { local: ["small", "large"], cloud: ["large", "small"] },
    resilience: { mid_stream: "restart", admission: { at_once: 2048, queue: 4096 } },
    budget: [
      { name: "everybody", usd: 100_000, period: "day" },
      { name: "each client", usd: 50_000, period: "day", each: "client" },
    ],
    ledger: { file: ledger },
    decisions: { kept: 1000 },
    health_check: { enabled: false },
  };
}
