/** One part of an orchestrator, as an order to a coding assistant. */
export interface BuildPrompt {
  readonly number: number;
  readonly title: string;
  /** To be given to the assistant, with the contract. */
  readonly prompt: string;
  /** File of `contracts` that says what the answer has to export; absent where nothing checks it. */
  readonly contract?: "registry" | "router" | "costs" | "executor" | "load-test";
  /** Why there is no check. */
  readonly unchecked?: string;
}

export const buildPrompts: readonly BuildPrompt[] = [
  {
    number: 1,
    title: "Model registry",
    contract: "registry",
    prompt: `Write a registry of language models in TypeScript, in one file without dependencies. It knows for each model its
provider, the tasks it can do, its prices, its longest answer, its usual latency and its quality, and fills in what is left out.
For a task it names the models to ask, best first: by a rule when there is one, else by price and quality; unavailable models and
excluded providers are left out. Calls and health checks change what it knows: success rate and latency as moving averages,
availability by the last check. Models can be added while it runs.`,
  },
  {
    number: 2,
    title: "Task router",
    contract: "router",
    prompt: `Write a router in TypeScript, in one file without dependencies. It finds out whether a prompt asks for code, for a summary
or for conversation, and asks the models of that task in their order. Where a model is overloaded or broken the next one is asked;
a request that no model would answer is not sent around. Each model has a circuit breaker, so that one that keeps failing is left
alone for a while and then tried by a single call. Time comes in as a function. Bad input is refused before anybody is asked.`,
  },
  {
    number: 3,
    title: "Cost optimiser",
    contract: "costs",
    prompt: `Write the cost side of an orchestrator in TypeScript, in one file without dependencies. It computes what a call costs from
tokens and prices, holds a budget that many calls at the same time cannot overspend (set aside before the call, settle after it),
names cheaper models for the same tokens, and forecasts the next day from those before it. Figures that cannot be are refused.`,
  },
  {
    number: 4,
    title: "Executor",
    contract: "executor",
    prompt: `Write an executor of model calls in TypeScript, in one file without dependencies. It passes an answer on piece by piece as it
is made, limits how many calls run at one time and lets the others wait, gives up a call after a time limit or when the caller
leaves and tells the model's side so, and answers a repeated request from memory. Half an answer is an error and is never kept.`,
  },
  {
    number: 5,
    title: "Performance dashboard",
    unchecked: "what makes a dashboard good is for people to judge; infra/observability holds ours",
    prompt: `Write a dashboard for the orchestrator's Prometheus metrics: requests by model, latency at the 50th, 95th and 99th percentile,
share of fallbacks, mix of intents, health of each model, cost by the hour. It shows when a figure is missing instead of 0.`,
  },
  {
    number: 6,
    title: "Load test",
    contract: "load-test",
    prompt: `Write a load generator in TypeScript, in one file without dependencies. It sends a given number of requests, so many at one
time, and reports how many succeeded and failed, the 50th and 95th percentile of the latencies, and requests for each second. A
failed request is counted and does not end the run. Time comes in as a function.`,
  },
  {
    number: 7,
    title: "Kubernetes",
    unchecked: "the orchestrator has no room for it yet",
    prompt: `Write Kubernetes manifests for the orchestrator: a deployment with liveness and readiness probes (/livez, /readyz), requests and
limits, a volume for its ledger, a service for the API and one for metrics, its keys as a secret, and a pod disruption budget.`,
  },
  {
    number: 8,
    title: "Terraform",
    unchecked: "the orchestrator has no room for it yet; infra/bicep deploys the workshop's Azure resources",
    prompt: `Write Terraform for what the orchestrator needs in Azure: an Azure OpenAI account with its deployments, a managed identity with
the role to ask them, an API Management gateway, Application Insights. Names and sizes are variables; no key is an output.`,
  },
];
