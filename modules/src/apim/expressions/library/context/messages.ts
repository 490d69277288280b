import { BodyValue } from "../../context/body-value.ts";
import { RequestValue } from "../../context/request-value.ts";
import { ResponseValue } from "../../context/response-value.ts";
import { UrlValue } from "../../context/url-value.ts";
import type { NetType } from "../../types/net-type.ts";
import { defineType, generic, member } from "../../types/type-definition.ts";

export const request = defineType({
  name: "IRequest",
  fullName: "Gateway.IRequest",
  calledInMessages: "context.Request",
  holds: (value) => value instanceof RequestValue,
  members: [
    member("IMessageBody Body", (self: RequestValue) => self.body),
    member("X509Certificate2 Certificate", () => null),
    member("MultiValues Headers", (self: RequestValue) => self.headers),
    member("string IpAddress", ({ exchange }: RequestValue) => exchange.request.ipAddress),
    member("MatchedParameters MatchedParameters", (self: RequestValue) => self.matchedParameters),
    member("string Method", ({ exchange }: RequestValue) => exchange.request.method),
    member("IUrl OriginalUrl", (self: RequestValue) => self.originalUrl),
    member("IUrl Url", (self: RequestValue) => self.url),
    member("IPrivateEndpointConnection PrivateEndpointConnection", () => null),
  ],
});

const members = [
  member("IMessageBody Body", (self: ResponseValue) => self.body),
  member("MultiValues Headers", (self: ResponseValue) => self.headers),
  member("int StatusCode", ({ response }: ResponseValue) => response.status),
  member("string StatusReason", ({ response }: ResponseValue) => response.reason),
];

const holds = (value: unknown): boolean => value instanceof ResponseValue;

export const response = defineType({
  name: "IResponse",
  fullName: "Gateway.IResponse",
  calledInMessages: "A response",
  holds,
  members,
});

/** `context.Response`, apart from responses in variables: only its body may still have to be read. */
export const contextResponse = defineType({
  name: "IContextResponse",
  fullName: "Gateway.IContextResponse",
  calledInMessages: "context.Response",
  supers: ["IResponse"],
  holds,
  members,
});

export const body = defineType({
  name: "IMessageBody",
  fullName: "Gateway.IMessageBody",
  calledInMessages: "A message body",
  holds: (value) => value instanceof BodyValue,
  members: [
    generic(
      "T As<T>(bool preserveContent = false)",
      ([type]: readonly NetType[], self: BodyValue, preserve: boolean) =>
        self.as(type ?? { name: "string", args: [] }, preserve),
    ),
    member(
      "MultiValues AsFormUrlEncodedContent(bool preserveContent = false)",
      (self: BodyValue, preserve: boolean) => self.asForm(preserve),
    ),
  ],
});

export const url = defineType({
  name: "IUrl",
  fullName: "Gateway.IUrl",
  calledInMessages: "A URL of context",
  holds: (value) => value instanceof UrlValue,
  members: [
    member("string Host", (self: UrlValue) => self.url.hostname),
    member("string Path", (self: UrlValue) => self.url.pathname),
    member("int Port", (self: UrlValue) => self.port),
    member("MultiValues Query", (self: UrlValue) => self.query),
    member("string QueryString", (self: UrlValue) => self.url.search),
    member("string Scheme", (self: UrlValue) => self.url.protocol.slice(0, -1)),
  ],
});
