import { defineType, member } from "../../types/type-definition.ts";
import { NetAuthorization } from "../../values/net-authorization.ts";

/** What `get-authorization-context` puts into a variable. */
export const authorization = defineType({
  name: "Authorization",
  fullName: "Gateway.Authorization",
  calledInMessages: "An Authorization",
  holds: (value) => value instanceof NetAuthorization,
  members: [
    member("string AccessToken", (self: NetAuthorization) => self.accessToken),
    member("IReadOnlyDictionary<string, object> Claims", (self: NetAuthorization) => self.claims),
  ],
});
