import { deploymentVariables, publisherVariables } from "./model-variables.ts";
import {
  choiceVariable,
  endpointVariable,
  flagVariable,
  integerVariable,
  later,
  listVariable,
  numberVariable,
  secretVariable,
  serverVariable,
  switchVariable,
  textVariable,
  urlVariable,
} from "./variable.ts";

const port = integerVariable(0, 65_535);
const count = integerVariable(1, 1_000_000);
const fraction = numberVariable(0, 1);
const temperature = numberVariable(0, 2);
const device = choiceVariable(["auto", "cpu", "cuda"]);
const sdk = { readBySdk: true } as const;

/** Every environment variable of the workshop, by group. `.env.example` is made from this table and nothing else. */
export const variables = {
  azureOpenai: {
    endpoint: endpointVariable(
      "AZURE_OPENAI_ENDPOINT",
      "Azure OpenAI resource, which labs ask; unset = the lab cloud answers",
      {
        aliases: ["AZURE_AI_OPENAI_ENDPOINT"],
      },
    ),
    apiKey: secretVariable(
      "AZURE_OPENAI_API_KEY",
      "Its key; unset = DefaultAzureCredential (az login, managed identity)",
      ["AZURE_OPENAI_KEY", "AZURE_AI_OPENAI_API_KEY"],
    ),
    apiVersion: textVariable("OPENAI_API_VERSION", "API version of the dated routes", {
      aliases: ["AZURE_OPENAI_API_VERSION", "AZURE_AI_OPENAI_API_VERSION"],
      fallback: "2024-12-01-preview",
    }),
    deployment: textVariable("AZURE_DEPLOYMENT_NAME", "Deployment that answers when none is named", {
      aliases: ["AZURE_AI_OPENAI_DEPLOYMENT_NAME"],
      fallback: "gpt-4.1",
    }),
    ...later({
      targetUri: urlVariable(
        "AZURE_AI_OPENAI_TARGET_URI",
        "Full chat address as the portal shows it, instead of endpoint and deployment",
      ),
    }),
  },
  dualMode: {
    useAzureFoundry: switchVariable(
      "USE_AZURE_FOUNDRY",
      "true = every model through Azure AI Foundry, by the endpoint below; false = OpenAI directly",
      { fallback: "false" },
    ),
    endpoint: endpointVariable(
      "AZURE_AI_FOUNDRY_ENDPOINT",
      "Foundry resource, e.g. https://NAME.openai.azure.com, without /openai; unset = the lab cloud answers, in labs only",
    ),
    apiKey: secretVariable(
      "AZURE_AI_FOUNDRY_API_KEY",
      "Its key; unset = DefaultAzureCredential (az login, managed identity)",
      ["AZURE_AI_FOUNDRY_KEY"],
    ),
    apiVersion: textVariable(
      "AZURE_AI_FOUNDRY_API_VERSION",
      "Its API version; streamed answers tell their usage from 2024-08-01-preview on",
      { fallback: "2024-02-15-preview" },
    ),
  },
  deployments: deploymentVariables,
  openai: {
    apiKey: secretVariable("OPENAI_API_KEY", "Key of OpenAI; unset = the lab cloud answers, in labs only"),
    baseUrl: endpointVariable("OPENAI_BASE_URL", "OpenAI, or a server of its form, with /v1", {
      fallback: "https://api.openai.com/v1",
      keptFromSdks: "AzureOpenAI of the openai package sends Azure's key there",
    }),
  },
  publishers: publisherVariables,
  foundry: later({
    projectEndpoint: urlVariable(
      "AZURE_AI_FOUNDRY_PROJECT_ENDPOINT",
      "Foundry project: https://HOST/api/projects/NAME",
    ),
    projectId: textVariable("AZURE_AI_FOUNDRY_PROJECT_ID", "Project id"),
    projectName: textVariable("AZURE_AI_FOUNDRY_PROJECT_NAME", "Project name"),
    projectDescription: textVariable("AZURE_AI_FOUNDRY_PROJECT_DESCRIPTION", "Project description"),
    projectVersion: textVariable("AZURE_AI_FOUNDRY_PROJECT_VERSION", "Project version", {
      fallback: "1.0.0",
    }),
    projectClient: textVariable("AZURE_AI_FOUNDRY_PROJECT_CLIENT", "Project connection text of older SDKs", {
      aliases: ["AI_PROJECT_CLIENT"],
    }),
  }),
  modelRouter: later({
    endpoint: urlVariable(
      "AZURE_AI_MODEL_ROUTER_ENDPOINT",
      "Resource with a model-router deployment, when it is another one",
    ),
    apiKey: secretVariable("AZURE_AI_MODEL_ROUTER_KEY", "Its key"),
    apiVersion: textVariable("AZURE_AI_MODEL_ROUTER_API_VERSION", "Its API version", {
      fallback: "2024-12-01-preview",
    }),
  }),
  localModel: {
    endpoint: serverVariable(
      "LOCAL_MODEL_ENDPOINT",
      "OpenAI-compatible server on this machine, without /v1; unset = look for one",
    ),
    name: textVariable(
      "LOCAL_MODEL_NAME",
      "Model it is asked for; unset = the first it offers (phi-3.5-mini on Foundry Local)",
      {
        aliases: ["LOCAL_MODEL_ID"],
      },
    ),
    apiKey: textVariable("LOCAL_API_KEY", "Key it wants, if any", { fallback: "not-needed", secret: true }),
    maxTokens: count("LOCAL_MODEL_MAX_TOKENS", "Longest local answer, in tokens", { fallback: "500" }),
  },
  apim: {
    gatewayUrl: urlVariable("APIM_GATEWAY_URL", "API Management gateway", { aliases: ["APIM_ENDPOINT"] }),
    apiKey: secretVariable("APIM_API_KEY", "Subscription key"),
    apiVersion: textVariable("APIM_API_VERSION", "API version behind the gateway", {
      fallback: "2024-02-15-preview",
    }),
    openaiApiPath: textVariable(
      "APIM_OPENAI_API_PATH",
      "Path of the OpenAI API; with /v1 at its end the model is named in the body",
      { fallback: "/openai/v1" },
    ),
    ...later({
      rateLimitPerMinute: count("APIM_RATE_LIMIT_PER_MINUTE", "Calls a minute", { fallback: "60" }),
      timeoutSeconds: count("APIM_TIMEOUT_SECONDS", "Seconds until a call is given up", { fallback: "30" }),
      openaiDeployment: textVariable("APIM_OPENAI_DEPLOYMENT_NAME", "Deployment asked for", {
        fallback: "gpt-4",
      }),
      openaiMaxTokens: count("APIM_OPENAI_MAX_TOKENS", "Longest answer, in tokens", { fallback: "1500" }),
      openaiTemperature: temperature("APIM_OPENAI_TEMPERATURE", "Temperature, 0 to 2", { fallback: "0.7" }),
      modelRouterEndpoint: urlVariable("APIM_MODEL_ROUTER_ENDPOINT", "Gateway address of the model router"),
      modelRouterSuffix: textVariable("APIM_MODEL_ROUTER_API_URL_SUFFIX", "Its path", {
        fallback: "modelrouter/models",
      }),
      useModelRouter: flagVariable("APIM_USE_DYNAMIC_MODEL_ROUTER", "Let the gateway choose the model", {
        fallback: "true",
      }),
      clientId: textVariable("APIM_CLIENT_ID", "Entra application that calls the gateway"),
      clientSecret: secretVariable("APIM_CLIENT_SECRET", "Its secret"),
      tenantId: textVariable("APIM_TENANT_ID", "Its tenant"),
      preferredModel: textVariable(
        "APIM_PREFERRED_MODEL",
        "Model asked for when the gateway leaves the choice",
      ),
      deploymentId: textVariable("AZURE_APIM_DEPLOYMENT_ID", "Deployment id in the gateway's route"),
    }),
  },
  bert: {
    modelPath: textVariable(
      "BERT_MODEL_PATH",
      "Folder of a trained router, relative to the repository; unset = data/models/bert-router",
      { aliases: ["BERT_MODEL_FULLPATH"] },
    ),
    scoreThreshold: fraction(
      "BERT_SCORE_THRESHOLD",
      "Score from which the BERT router asks the cloud, 0 to 1; unset = as trained (npm run calibrate finds another)",
    ),
    confidenceThreshold: fraction(
      "BERT_CONFIDENCE_THRESHOLD",
      "Least confidence of the BERT router in the chain, 0 to 1; ML_CONFIDENCE_THRESHOLD holds too",
      { fallback: "0.7" },
    ),
    ...later({
      modelName: textVariable("BERT_MODEL_NAME", "Encoder the router starts from", {
        fallback: "google/mobilebert-uncased",
      }),
      maxSequenceLength: count("BERT_MAX_SEQUENCE_LENGTH", "Tokens read of a prompt", { fallback: "128" }),
      batchSize: count("BERT_BATCH_SIZE", "Prompts at a time", { fallback: "1" }),
      learningRate: fraction("BERT_LEARNING_RATE", "Training step size", { fallback: "2e-5" }),
      epochs: count("BERT_NUM_EPOCHS", "Passes over the training data", { fallback: "3" }),
      warmupSteps: integerVariable(0, 1_000_000)("BERT_WARMUP_STEPS", "Steps of rising step size", {
        fallback: "500",
      }),
      weightDecay: fraction("BERT_WEIGHT_DECAY", "Weight decay", { fallback: "0.01" }),
      device: device("BERT_DEVICE", "auto, cpu or cuda", { fallback: "auto" }),
      useFastTokenizer: flagVariable("BERT_USE_FAST_TOKENIZER", "Use the fast tokenizer", {
        fallback: "true",
      }),
      returnAllScores: flagVariable("BERT_RETURN_ALL_SCORES", "Report the score of each class", {
        fallback: "false",
      }),
      enableCaching: flagVariable("BERT_ENABLE_CACHING", "Remember decisions for the same prompt", {
        fallback: "true",
      }),
    }),
  },
  phi: {
    maxSequenceLength: count("PHI_MAX_SEQUENCE_LENGTH", "Tokens of three bytes read of a question", {
      fallback: "512",
    }),
    confidenceThreshold: fraction(
      "PHI_CONFIDENCE_THRESHOLD",
      "Least confidence of the Phi router in the chain, 0 to 1; ML_CONFIDENCE_THRESHOLD holds too",
      { fallback: "0.7" },
    ),
    doSample: flagVariable("PHI_DO_SAMPLE", "Sample instead of taking the likeliest token", {
      fallback: "false",
    }),
    temperature: temperature("PHI_TEMPERATURE", "Temperature when it samples, 0 to 2", { fallback: "0.1" }),
    batchSize: count("PHI_BATCH_SIZE", "Questions asked at a time", { fallback: "1" }),
    maxNewTokens: count("PHI_MAX_NEW_TOKENS", "Longest decision in words or JSON, in tokens", {
      fallback: "50",
    }),
    ...later({
      modelPath: textVariable("PHI_MODEL_PATH", "Folder of a tuned small language model", {
        aliases: ["PHI_MODEL_FULLPATH"],
      }),
      baseModelName: textVariable("PHI_BASE_MODEL_NAME", "Model the tuning starts from", {
        fallback: "microsoft/Phi-3.5-mini-instruct",
      }),
      loraRank: count("PHI_LORA_RANK", "LoRA rank", { fallback: "16" }),
      loraAlpha: count("PHI_LORA_ALPHA", "LoRA alpha", { fallback: "32" }),
      loraDropout: fraction("PHI_LORA_DROPOUT", "LoRA dropout", { fallback: "0.1" }),
      useQuantization: flagVariable("PHI_USE_QUANTIZATION", "Load in 4 bits", { fallback: "true" }),
      useBf16: flagVariable("PHI_USE_BF16", "Compute in bfloat16", { fallback: "true" }),
      device: device("PHI_DEVICE", "auto, cpu or cuda", { fallback: "auto" }),
      returnFullText: flagVariable("PHI_RETURN_FULL_TEXT", "Return the prompt with the decision", {
        fallback: "false",
      }),
    }),
  },
  routing: {
    priority: listVariable("ROUTER_PRIORITY", "Routers in the order they are asked", {
      fallback: "bert,phi,rule",
    }),
    enableBert: flagVariable("ENABLE_BERT_ROUTER", "Use the BERT router", { fallback: "true" }),
    enablePhi: flagVariable("ENABLE_PHI_ROUTER", "Use the Phi router", { fallback: "true" }),
    enableRule: flagVariable("ENABLE_RULE_ROUTER", "Use the rule router", { fallback: "true" }),
    enableFallback: flagVariable("ENABLE_ROUTER_FALLBACK", "Ask the next router when one cannot decide", {
      fallback: "true",
    }),
    fallbackToCloudOnError: flagVariable(
      "FALLBACK_TO_CLOUD_ON_ERROR",
      "Ask the cloud when the local model fails",
      { fallback: "true" },
    ),
    ...later({
      logDecisions: flagVariable("LOG_ROUTER_DECISIONS", "Log each decision", { fallback: "true" }),
      trackInferenceTime: flagVariable("TRACK_INFERENCE_TIME", "Measure the routers' time", {
        fallback: "true",
      }),
      trackAccuracy: flagVariable("TRACK_ROUTER_ACCURACY", "Compare decisions with outcomes", {
        fallback: "true",
      }),
      saveStatistics: flagVariable("SAVE_ROUTING_STATS", "Keep routing statistics", { fallback: "true" }),
    }),
    mlConfidenceThreshold: fraction(
      "ML_CONFIDENCE_THRESHOLD",
      "Least confidence of a router that tells one, in the chain, 0 to 1",
      { fallback: "0.7" },
    ),
    complexityThreshold: fraction(
      "COMPLEXITY_THRESHOLD",
      "Score from which the rule router asks the cloud, 0 to 1",
      { fallback: "0.5" },
    ),
  },
  application: {
    cloudMaxTokens: count("CLOUD_MODEL_MAX_TOKENS", "Longest cloud answer, in tokens", { fallback: "1500" }),
    responseTimeoutSeconds: count("RESPONSE_TIMEOUT", "Seconds until an answer is given up", {
      fallback: "30",
    }),
    ...later({
      maxContextLength: count("MAX_CONTEXT_LENGTH", "Tokens of conversation sent along", {
        fallback: "4000",
      }),
      debug: flagVariable("DEBUG_MODE", "Say more in logs", { fallback: "false" }),
      enableMockFallback: flagVariable(
        "REACT_APP_ENABLE_MOCK_FALLBACK",
        "Chat page: show answers marked mock when no server answers",
        { fallback: "false" },
      ),
    }),
  },
  telemetry: {
    statsbeatDisabled: textVariable(
      "APPLICATIONINSIGHTS_STATSBEAT_DISABLED",
      "true = the exporter sends nothing about itself",
      sdk,
    ),
    noStatsbeat: textVariable(
      "APPLICATION_INSIGHTS_NO_STATSBEAT",
      "true = the same, for older exporters",
      sdk,
    ),
    sdkStatsDisabled: textVariable(
      "APPLICATIONINSIGHTS_SDKSTATS_DISABLED",
      "true = the same, for newer exporters",
      sdk,
    ),
    connectionString: textVariable("APPLICATIONINSIGHTS_CONNECTION_STRING", "Application Insights", {
      aliases: ["AZURE_MONITOR_CONNECTION_STRING"],
      secret: true,
    }),
    ...later({
      enabled: flagVariable("ENABLE_TELEMETRY", "Record traces and metrics", { fallback: "true" }),
      logsQueryEndpoint: urlVariable("LOGS_QUERY_ENDPOINT", "Log query service; unset = Azure's"),
      workspaceId: textVariable("LOG_ANALYTICS_WORKSPACE_ID", "Log Analytics workspace"),
    }),
  },
  identity: {
    endpoint: textVariable("IDENTITY_ENDPOINT", "Managed identity endpoint", sdk),
    header: textVariable("IDENTITY_HEADER", "Its secret header", { ...sdk, secret: true }),
    tokenCredentials: textVariable(
      "AZURE_TOKEN_CREDENTIALS",
      "Only credential that DefaultAzureCredential tries",
      sdk,
    ),
    extraCaCertificates: textVariable(
      "NODE_EXTRA_CA_CERTS",
      "Certificate authority that Node also trusts",
      sdk,
    ),
    ...later({
      principalId: textVariable("AZURE_PRINCIPAL_ID", "Principal that the deployment gives roles to"),
    }),
  },
  azure: later({
    subscriptionId: textVariable("AZURE_SUBSCRIPTION_ID", "Subscription id"),
    location: textVariable("AZURE_LOCATION", "Region of a deployment", { fallback: "eastus2" }),
    workloadName: textVariable("WORKLOAD_NAME", "Name part of deployed resources", { fallback: "hybridllm" }),
    environmentName: textVariable("ENVIRONMENT_NAME", "Environment part of their names", { fallback: "dev" }),
    openaiSkuName: textVariable("OPENAI_SKU_NAME", "SKU of Azure OpenAI", { fallback: "S0" }),
    apimSkuName: textVariable("APIM_SKU_NAME", "SKU of API Management", { fallback: "Developer" }),
    apimAdminEmail: textVariable("APIM_ADMIN_EMAIL", "Contact of the API Management service"),
    apimOrganizationName: textVariable(
      "APIM_ORGANIZATION_NAME",
      "Organisation of the API Management service",
    ),
    enableFoundry: flagVariable("ENABLE_AI_FOUNDRY", "Deploy a Foundry project too", { fallback: "true" }),
  }),
  lab: {
    cloud: choiceVariable(["auto", "own"])(
      "LAB_CLOUD",
      "auto = join the lab cloud of npm start, own = start one for each notebook",
      { fallback: "auto" },
    ),
    progress: flagVariable("LAB_PROGRESS", "Keep exercise progress in .cache/progress.json", {
      fallback: "true",
    }),
    noProxy: textVariable("NO_PROXY", "Addresses that need no proxy; the lab cloud adds this machine's", sdk),
    http: urlVariable("LAB_HTTP", "http address of the lab cloud; set by it"),
    https: urlVariable("LAB_HTTPS", "https address of the lab cloud; set by it"),
    faultsUrl: urlVariable("LAB_FAULTS_URL", "Where faults are ordered; set by the lab cloud"),
    telemetryUrl: urlVariable(
      "LAB_TELEMETRY_URL",
      "Where received telemetry is read as it was sent; set by the lab cloud",
    ),
    openAiUrl: urlVariable("LAB_OPENAI_URL", "The lab cloud's OpenAI, with /v1; set by it"),
    openAiKey: secretVariable(
      "LAB_OPENAI_API_KEY",
      "Its key, another than Azure OpenAI's; set by the lab cloud",
    ),
    publisherKey: secretVariable(
      "LAB_PUBLISHER_API_KEY",
      "Key of the lab cloud's Anthropic, Gemini and other publishers; set by it",
    ),
    timeScale: numberVariable(0, 100)(
      "LAB_TIME_SCALE",
      "How long the lab cloud's answers take: 0 = no delay, 1 = as data/catalog.yaml states; unset = 1 with npm start, else 0",
    ),
    ...later({
      armEndpoint: urlVariable("LAB_ARM_ENDPOINT", "Management endpoint of the lab cloud; set by it"),
    }),
  },
  ports: {
    labHttp: port("PORT_LAB_HTTP", "Lab cloud and hub page, http; 0 = any free port", { fallback: "4300" }),
    labHttps: port("PORT_LAB_HTTPS", "Lab cloud, https", { fallback: "4343" }),
    localModel: port("PORT_LOCAL_MODEL", "Local model", { fallback: "5273" }),
    jupyter: port("PORT_JUPYTER", "JupyterLab", { fallback: "8888" }),
    orchestrator: port("PORT_ORCHESTRATOR", "The orchestrator's API", { fallback: "8000" }),
    metrics: port("PORT_METRICS", "The orchestrator's metrics for Prometheus", { fallback: "8001" }),
  },
} as const;
