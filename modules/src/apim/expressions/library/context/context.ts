import { ContextValue, EntityValue } from "../../context/context-value.ts";
import { subscriptionOf } from "../../context/subscription-value.ts";
import { defineType, member } from "../../types/type-definition.ts";

/** `context`: what every expression begins with. */
export const contextType = defineType({
  name: "IContext",
  fullName: "Gateway.IContext",
  calledInMessages: "context",
  holds: (value) => value instanceof ContextValue,
  members: [
    member("IApi Api", ({ exchange }: ContextValue) => new EntityValue("Gateway.IApi", exchange.api)),
    member("IDeployment Deployment", () => new EntityValue("Gateway.IDeployment", undefined)),
    member("TimeSpan Elapsed", (context: ContextValue) => context.elapsed),
    member("ILastError LastError", ({ exchange }: ContextValue) =>
      exchange.lastError ? new EntityValue("Gateway.ILastError", exchange.lastError) : null,
    ),
    member(
      "IOperation Operation",
      ({ exchange }: ContextValue) => new EntityValue("Gateway.IOperation", exchange.operation),
    ),
    member("IProduct Product", ({ exchange }: ContextValue) =>
      exchange.product ? new EntityValue("Gateway.IProduct", exchange.product) : null,
    ),
    member("IRequest Request", (context: ContextValue) => context.request),
    member("Guid RequestId", (context: ContextValue) => context.requestId),
    member("IContextResponse Response", (context: ContextValue) => context.response),
    member("ISubscription Subscription", ({ exchange }: ContextValue) => subscriptionOf(exchange)),
    member("DateTime Timestamp", (context: ContextValue) => context.timestamp),
    member("bool Tracing", () => false),
    member("IUser User", () => null),
    member("IWorkspace Workspace", () => null),
    member("IGraphQL GraphQL", () => null),
    member("Variables Variables", (context: ContextValue) => context.variables),
    member("void Trace(string message)", (context: ContextValue, message: string | null) =>
      context.trace(message ?? ""),
    ),
  ],
});
