import { exercise } from "./exercise.ts";
import { equal, that } from "./expectations.ts";
import { trialBackend, trialPolicy, tryGateway } from "./gateway-trial.ts";

const backends = ["foundry1", "foundry2", "foundry3"].map((name) => trialBackend(name));
const answer = () => ({ status: 200 });
const chat = (deployment: string) => `/deployments/${deployment}/chat/completions`;

const q1 = exercise<() => string>({
  id: "lab10.q1",
  title: "Which model is asked for?",
  prompt:
    'Write a C# policy expression, @(…) or @{…}: the value of the template parameter "deployment-id" when the path has one, else the property "model" of the JSON body, else an empty text. The body must stay readable for the backend.',
  hints: [
    'context.Request.MatchedParameters is a dictionary: ContainsKey("deployment-id") asks, ["deployment-id"] reads.',
    'context.Request.Body.As<JObject>(preserveContent: true) reads the body and keeps it; a JObject is read with ["model"].',
    '(string)body["model"] ?? "" gives the text or nothing; put both into condition ? one : other',
  ],
  solution: `const requestedModel = () => \`@{
  if (context.Request.MatchedParameters.ContainsKey("deployment-id")) {
    return context.Request.MatchedParameters["deployment-id"];
  }
  var body = context.Request.Body.As<JObject>(preserveContent: true);
  return (string)body["model"] ?? "";
}\`;`,
  wrong: `const requestedModel = () => \`@{
  var body = context.Request.Body.As<JObject>(preserveContent: true);
  return (string)body["model"] ?? "";
}\`;`,
  async test(written) {
    const expression = written();
    const inbound = `<base />
      <set-variable name="model" value="${expression}" />
      <set-backend-service backend-id="foundry1" />
      <set-header name="x-model" exists-action="override">
        <value>@((string)context.Variables["model"])</value>
      </set-header>`;
    const seen: { model: string | undefined; body: unknown }[] = [];
    const given = {
      policy: trialPolicy({ inbound }),
      backends,
      answer: (call: { headers: { get(name: string): string | undefined }; body: unknown }) => {
        seen.push({ model: call.headers.get("x-model"), body: call.body });
        return { status: 200 };
      },
    };
    await tryGateway(given, async (trial) => {
      for (const [path, body, model] of REQUESTS) {
        await trial.send({ path, body });
        equal({ path, body }, seen.at(-1)?.model ?? "", model);
        equal({ path, "body at the backend": body }, seen.at(-1)?.body, body);
      }
    });
  },
});

const REQUESTS = [
  [chat("gpt-4.1"), { messages: [] }, "gpt-4.1"],
  [chat("gpt-5"), { model: "gpt-4.1-mini", messages: [] }, "gpt-5"],
  ["/responses", { model: "gpt-4.1-mini", input: "Hello" }, "gpt-4.1-mini"],
  ["/responses", { input: "Hello" }, ""],
] as const;

const q2 = exercise<() => string>({
  id: "lab10.q2",
  title: "A route for each model",
  prompt:
    'The variable "requestedModel" is there. Write what follows in <inbound>: gpt-4.1 goes to foundry1; gpt-4.1-mini and gpt-4.1-nano to foundry2; what begins with gpt-4o gets 403, everything else 400.',
  hints: [
    "<choose> takes the first <when> whose condition is true, else <otherwise>.",
    '((string)context.Variables["requestedModel"]) == "gpt-4.1" compares; .StartsWith("gpt-4o") looks at the beginning.',
    '<return-response><set-status code="403" reason="Forbidden" /></return-response> ends the request at once',
  ],
  solution: `const routes = () => \`
  <choose>
    <when condition="@((string)context.Variables["requestedModel"] == "gpt-4.1")">
      <set-backend-service backend-id="foundry1" />
    </when>
    <when condition="@(new [] { "gpt-4.1-mini", "gpt-4.1-nano" }
      .Contains((string)context.Variables["requestedModel"]))">
      <set-backend-service backend-id="foundry2" />
    </when>
    <when condition="@(((string)context.Variables["requestedModel"]).StartsWith("gpt-4o"))">
      <return-response>
        <set-status code="403" reason="Forbidden" />
      </return-response>
    </when>
    <otherwise>
      <return-response>
        <set-status code="400" reason="Bad Request" />
      </return-response>
    </otherwise>
  </choose>\`;`,
  wrong: `const routes = () => \`
  <choose>
    <when condition="@(((string)context.Variables["requestedModel"]).StartsWith("gpt-4.1"))">
      <set-backend-service backend-id="foundry1" />
    </when>
    <when condition="@(((string)context.Variables["requestedModel"]).StartsWith("gpt-4o"))">
      <return-response>
        <set-status code="403" reason="Forbidden" />
      </return-response>
    </when>
    <otherwise>
      <set-backend-service backend-id="foundry2" />
    </otherwise>
  </choose>\`;`,
  async test(given) {
    const routes = given();
    const inbound = `<base />
      <set-variable name="requestedModel" value="@(context.Request.MatchedParameters["deployment-id"])" />
      ${routes}`;
    await tryGateway({ policy: trialPolicy({ inbound }), backends, answer }, async (trial) => {
      for (const [model, status, backend] of ROUTES) {
        const { status: got, headers } = await trial.send({ path: chat(model) });
        equal(model, got, status);
        equal(`the backend of ${model}`, headers.get("x-ms-region") ?? "none", backend);
      }
    });
  },
});

const ROUTES = [
  ["gpt-4.1", 200, "foundry1"],
  ["gpt-4.1-mini", 200, "foundry2"],
  ["gpt-4.1-nano", 200, "foundry2"],
  ["gpt-4o", 403, "none"],
  ["gpt-4o-mini", 403, "none"],
  ["gpt-4.11", 400, "none"],
  ["claude", 400, "none"],
] as const;

const q3 = exercise<() => string>({
  id: "lab10.q3",
  title: "A router in the gateway",
  prompt:
    'Write a condition, @(…) or @{…}, that is true when the last message of the body\'s "messages" has more than 200 characters: such a question goes to the large model, the others to the small one. A body without messages is no large one.',
  hints: [
    'var messages = context.Request.Body.As<JObject>(preserveContent: true)["messages"] as JArray;',
    "messages can be null, or empty: messages?.LastOrDefault()",
    '((string)messages?.LastOrDefault()?["content"] ?? "").Length > 200',
  ],
  solution: `const isLong = () => \`@{
  var body = context.Request.Body.As<JObject>(preserveContent: true);
  var messages = body["messages"] as JArray;
  var content = (string)messages?.LastOrDefault()?["content"] ?? "";
  return content.Length > 200;
}\`;`,
  wrong: `const isLong = () => \`@{
  var body = context.Request.Body.As<JObject>(preserveContent: true);
  return body.ToString().Length > 200;
}\`;`,
  async test(given) {
    const condition = given();
    const inbound = `<base />
      <choose>
        <when condition="${condition}"><set-backend-service backend-id="foundry1" /></when>
        <otherwise><set-backend-service backend-id="foundry2" /></otherwise>
      </choose>`;
    await tryGateway({ policy: trialPolicy({ inbound }), backends, answer }, async (trial) => {
      for (const [name, body, backend] of BODIES) {
        const { status, headers } = await trial.send({ body });
        that(name, status === 200, `the gateway answers ${status}`);
        equal(name, headers.get("x-ms-region"), backend);
      }
    });
  },
});

const message = (content: string) => ({ role: "user", content });

const BODIES = [
  ["a short question", { messages: [message("Hello")] }, "foundry2"],
  ["201 characters", { messages: [message("x".repeat(201))] }, "foundry1"],
  ["200 characters", { messages: [message("x".repeat(200))] }, "foundry2"],
  ["a long talk, a short question", { messages: [message("x".repeat(900)), message("Why?")] }, "foundry2"],
  ["no message", { messages: [] }, "foundry2"],
  ["no messages", { input: "x".repeat(900) }, "foundry2"],
] as const;

export const lab10 = { q1, q2, q3 };
