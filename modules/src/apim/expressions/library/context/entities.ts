import type { ApiEntity, OperationEntity, ProductEntity } from "../../../pipeline/exchange.ts";
import type { LastError } from "../../../pipeline/policy-error.ts";
import { EntityValue } from "../../context/context-value.ts";
import type { UsedSubscription } from "../../context/subscription-value.ts";
import { UrlValue } from "../../context/url-value.ts";
import { defineType, type Member, member, type TypeDefinition } from "../../types/type-definition.ts";

function entityType(name: string, calledInMessages: string, members: readonly Member[]): TypeDefinition {
  const fullName = `Gateway.${name}`;
  const holds = (value: unknown): boolean => value instanceof EntityValue && value.netType === fullName;
  return defineType({ name, fullName, calledInMessages, holds, members });
}

const api = entityType("IApi", "context.Api", [
  member("string Id", ({ entity }: EntityValue<ApiEntity>) => entity.id),
  member("string Name", ({ entity }: EntityValue<ApiEntity>) => entity.name),
  member("string Path", ({ entity }: EntityValue<ApiEntity>) => entity.path),
  member("string Version", ({ entity }: EntityValue<ApiEntity>) => entity.version ?? null),
  member("string Revision", ({ entity }: EntityValue<ApiEntity>) => entity.revision),
  member("bool IsCurrentRevision", () => true),
  member("IUrl ServiceUrl", ({ entity }: EntityValue<ApiEntity>) =>
    entity.serviceUrl && URL.canParse(entity.serviceUrl) ? new UrlValue(new URL(entity.serviceUrl)) : null,
  ),
]);

const operation = entityType("IOperation", "context.Operation", [
  member("string Id", ({ entity }: EntityValue<OperationEntity>) => entity.id),
  member("string Name", ({ entity }: EntityValue<OperationEntity>) => entity.name),
  member("string Method", ({ entity }: EntityValue<OperationEntity>) => entity.method),
  member("string UrlTemplate", ({ entity }: EntityValue<OperationEntity>) => entity.urlTemplate),
]);

const product = entityType("IProduct", "context.Product", [
  member("string Id", ({ entity }: EntityValue<ProductEntity>) => entity.id),
  member("string Name", ({ entity }: EntityValue<ProductEntity>) => entity.name),
]);

const subscription = entityType("ISubscription", "context.Subscription", [
  member("string Id", ({ entity }: EntityValue<UsedSubscription>) => entity.id),
  member("string Name", ({ entity }: EntityValue<UsedSubscription>) => entity.name),
  member("string Key", ({ entity }: EntityValue<UsedSubscription>) => entity.key),
  member("string PrimaryKey", ({ entity }: EntityValue<UsedSubscription>) => entity.primaryKey),
  member("string SecondaryKey", ({ entity }: EntityValue<UsedSubscription>) => entity.secondaryKey),
]);

const lastError = entityType("ILastError", "context.LastError", [
  member("string Source", ({ entity }: EntityValue<LastError>) => entity.source),
  member("string Reason", ({ entity }: EntityValue<LastError>) => entity.reason),
  member("string Message", ({ entity }: EntityValue<LastError>) => entity.message),
  member("string Scope", ({ entity }: EntityValue<LastError>) => entity.scope),
  member("string Section", ({ entity }: EntityValue<LastError>) => entity.section),
  member("string Path", ({ entity }: EntityValue<LastError>) => entity.path),
  member("string PolicyId", ({ entity }: EntityValue<LastError>) => entity.policyId),
]);

const gateway = entityType("IGateway", "context.Deployment.Gateway", [
  member("string Id", () => "managed"),
  member("string InstanceId", () => "managed"),
  member("bool IsManaged", () => true),
]);

const deployment = entityType("IDeployment", "context.Deployment", [
  member("IGateway Gateway", () => new EntityValue("Gateway.IGateway", undefined)),
  member("string GatewayId", () => "managed"),
  member("string Region", () => "local"),
  member("string ServiceId", () => "apim-emulator"),
  member("string ServiceName", () => "apim-emulator"),
]);

/** The emulator has no portal: nobody is signed in, and `context.User` is null. */
const user = entityType("IUser", "context.User", [
  member("string Id", () => null),
  member("string Email", () => null),
  member("string FirstName", () => null),
  member("string LastName", () => null),
  member("string Note", () => null),
  member("DateTime RegistrationDate", () => null),
  member("IEnumerable<IGroup> Groups", () => null),
  member("IEnumerable<IUserIdentity> Identities", () => null),
]);

const group = entityType("IGroup", "a group", [
  member("string Id", () => null),
  member("string Name", () => null),
]);

const identity = entityType("IUserIdentity", "an identity", [
  member("string Id", () => null),
  member("string Provider", () => null),
]);

const workspace = entityType("IWorkspace", "context.Workspace", [
  member("string Id", () => null),
  member("string Name", () => null),
]);

const graphQl = entityType("IGraphQL", "context.GraphQL", [
  member("IReadOnlyDictionary<string, object> Arguments", () => null),
  member("object Parent", () => null),
]);

const privateEndpoint = entityType(
  "IPrivateEndpointConnection",
  "context.Request.PrivateEndpointConnection",
  [
    member("string Name", () => null),
    member("string GroupId", () => null),
    member("string MemberName", () => null),
  ],
);

export const entities = [
  api,
  operation,
  product,
  subscription,
  lastError,
  deployment,
  gateway,
  user,
  group,
  identity,
  workspace,
  graphQl,
  privateEndpoint,
];
