import type { PolicyDefinition } from "../pipeline/policy.ts";

/** Sets `Authorization` to a name and a password. */
export const authenticationBasic: PolicyDefinition = {
  name: "authentication-basic",
  sections: ["inbound"],
  support: "emulated",
  attributes: { username: { required: true }, password: { required: true } },
  compile: (element, compiler) => {
    const username = compiler.required(element, "username");
    const password = compiler.required(element, "password");
    return {
      policy: element.name,
      position: element.position,
      run: async (exchange): Promise<undefined> => {
        const pair = `${await username.text(exchange)}:${await password.text(exchange)}`;
        exchange.request.headers.set("Authorization", [`Basic ${Buffer.from(pair).toString("base64")}`]);
      },
    };
  },
};
