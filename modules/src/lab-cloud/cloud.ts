import { join } from "node:path";
import { readCatalog } from "../catalog/index.ts";
import { paths } from "../config/paths.ts";
import {
  type Clock,
  explainError,
  type Logger,
  SettingsError,
  silentLogger,
  systemClock,
} from "../core/index.ts";
import { createRuleRouter } from "../routers/index.ts";
import { createCloudApp, createLocalApp, NOT_EMULATED } from "./cloud-apps.ts";
import { environmentBlock } from "./environment-block.ts";
import { createFaults } from "./faults/faults.ts";
import type { HubLink } from "./hub/hub-page.ts";
import { createJournal } from "./journal.ts";
import { createStateReader, type LabState } from "./lab-state.ts";
import { openListeners } from "./listeners.ts";
import { readAnswerBank } from "./models/answer-bank.ts";
import { createEmbedderSide } from "./models/embedder-side.ts";
import { createLocalSide } from "./models/local-side.ts";
import { createSimulatedModel } from "./models/simulated-model.ts";
import { loadTokenizer } from "./models/tokenizer.ts";
import { createGateways } from "./services/api-management/gateways.ts";
import { API_MANAGEMENT, describeGateways } from "./services/api-management.ts";
import { createAppInsights } from "./services/app-insights.ts";
import { createTunedDeployments } from "./services/azure-openai/fine-tuning/tuned-deployments.ts";
import { createQuotas } from "./services/azure-openai/quotas.ts";
import { createContentSafety } from "./services/content-safety.ts";
import { createEstate } from "./services/control-plane/estate.ts";
import { createModelDeployments } from "./services/control-plane/model-deployments.ts";
import { createControlPlane } from "./services/control-plane.ts";
import { createTenantTokens } from "./services/entra/tenant-tokens.ts";
import { createEntra } from "./services/entra.ts";
import { createIdentity, createTokenIssuer } from "./services/identity.ts";
import { createLocalModelService } from "./services/local-model.ts";
import { instrumentationKeysIn, workspacesIn } from "./services/log-analytics/deployed-workspaces.ts";
import { createLogAnalytics } from "./services/log-analytics.ts";
import { createModelServices } from "./services/model-services.ts";
import { directDeployments } from "./services/openai-direct/direct-models.ts";
import { publishersDeployments } from "./services/publishers.ts";
import { createTelemetryStore } from "./telemetry/telemetry-store.ts";
import { issueServerCertificate } from "./trust/authority.ts";
import { openAuthority } from "./trust/authority-folder.ts";
import { deriveSecrets } from "./trust/lab-secrets.ts";

export interface LabCloudOptions {
  /** The lab cloud is for this machine only. */
  readonly host?: "127.0.0.1";
  /** 0 (default) = any free port; likewise the two below. */
  readonly httpPort?: number;
  readonly httpsPort?: number;
  readonly localPort?: number;
  /** Where the certificate authority is kept. Default: `.cache/lab-ca`. */
  readonly caFolder?: string;
  /** `auto` (default): the real small model when its file is there. */
  readonly localModel?: "auto" | "simulated";
  /** `auto` (default): the trained embedding model when its files are there. */
  readonly embeddings?: "auto" | "hashed-words";
  /** Listeners and connections do not keep the process alive. */
  readonly unref?: boolean;
  /** Shown on the hub page; read at each look. One titled `JupyterLab` makes the labs links. */
  readonly links?: readonly HubLink[];
  readonly logger?: Logger;
  readonly clock?: Clock;
  /** How long cloud answers take: 0 (default) = no delay, 1 = as the catalog states for model and region. */
  readonly timeScale?: number;
  /** The same seed draws the same times. Default 1. */
  readonly seed?: number;
}

/** A running lab cloud. Addresses have no slash at their end. */
export interface LabCloud {
  readonly http: string;
  readonly https: string;
  readonly local: string;
  /** Path of the certificate authority, PEM. */
  readonly ca: string;
  /** The variables with which SDKs and labs find it. Some are secret. */
  readonly env: Readonly<Record<string, string>>;
  readonly localModel: LabState["localModel"];
  /** Ends every listener, connection and stream, and frees the local model. */
  close(): Promise<void>;
}

/**
 * Starts the lab cloud on loopback: http, https with its own authority, and the local model on a port of its own.
 * @throws LabError naming the port that is taken; SettingsError naming the line of a data file that cannot be used.
 */
export async function startLabCloud(options: LabCloudOptions = {}): Promise<LabCloud> {
  const {
    host = "127.0.0.1",
    unref = false,
    links = [],
    logger = silentLogger,
    clock = systemClock,
    timeScale = 0,
    seed = 1,
  } = options;
  checkTimeScale(timeScale);
  const catalog = readCatalog();
  const { deployments } = catalog;
  const router = createRuleRouter({ clock });
  const bank = readAnswerBank();
  const authority = await openAuthority(options.caFolder ?? join(paths.cache, "lab-ca"), clock);
  const certificate = await issueServerCertificate(authority, clock.now());
  const secrets = deriveSecrets(authority.key);
  const simulatedModel = once(async () => createSimulatedModel(bank, await loadTokenizer(), { router }));
  const localSide = createLocalSide({ choice: options.localModel ?? "auto", simulatedModel, logger });
  const embedder = createEmbedderSide({ choice: options.embeddings ?? "auto", logger });
  const elsewhere = [directDeployments, publishersDeployments].flatMap((list) => list(catalog.models));
  const faults = createFaults({ targets: [...deployments, ...elsewhere], clock });
  const quotas = createQuotas(clock);
  const tuned = createTunedDeployments(quotas);
  const telemetry = createTelemetryStore();
  const addresses = { http: "", https: "", local: "" };
  const tenant = createTenantTokens({ tenantId: secrets.uuid("tenant"), clock, http: () => addresses.http });
  const issueToken = createTokenIssuer({ secrets, clock, tenant });
  const gateways = createGateways({
    logger,
    clock,
    onRequest: (request) =>
      journal.note({ at: new Date(clock.now()).toISOString(), service: API_MANAGEMENT, ...request }),
    identityToken: async (resource) => (await issueToken(resource)).token,
    tenants: () => ({ [tenant.tenantId]: { issuer: tenant.issuer(), jwksUrl: tenant.keysUrl() } }),
  });
  const models = createModelDeployments({ catalog, added: tuned, quotas });
  const estate = createEstate({ gateways, models, logger });
  const ending = new AbortController();

  const services = [
    createIdentity({ secrets, clock, tenant }),
    createEntra({ tokens: tenant, secrets }),
    ...createModelServices({
      catalog,
      model: simulatedModel,
      embedder,
      tuned,
      quotas,
      router,
      secrets,
      faults,
      clock,
      timeScale,
      seed,
      ending: ending.signal,
    }),
    createContentSafety({ secrets, clock, resources: catalog.resources.map(({ name }) => name) }),
    createAppInsights({
      store: telemetry,
      secrets,
      clock,
      deployedKeys: () => instrumentationKeysIn(estate.store.list()),
    }),
    createLogAnalytics({
      store: telemetry,
      secrets,
      clock,
      deployedWorkspaces: () => workspacesIn(estate.store.list()),
    }),
  ];
  const localService = createLocalModelService(localSide, { clock, logger, endpoint: () => addresses.local });
  const controlPlane = createControlPlane({ estate, secrets, clock, places: () => addresses });
  const listed = [...services, controlPlane, describeGateways(gateways), localService];
  const journal = createJournal(clock, [...listed.map(({ name }) => name), NOT_EMULATED]);
  const readState = createStateReader({
    startedAt: new Date(clock.now()).toISOString(),
    timeScale,
    addresses: () => addresses,
    localModel: localSide.describe,
    services: listed,
    deployments: () => [...deployments, ...tuned.list()],
    journal,
    faults,
  });

  const cloudApp = createCloudApp({
    services,
    controlPlane,
    control: { readState, faults, quotas, telemetry, links },
    journal,
    logger,
  });
  const localApp = createLocalApp(localService.app, journal);
  const listeners = await openListeners({
    http: {
      app: cloudApp,
      intercept: gateways.handle,
      host,
      port: options.httpPort ?? 0,
      unref,
      ...PORTS.http,
    },
    https: {
      app: cloudApp,
      intercept: gateways.handle,
      host,
      port: options.httpsPort ?? 0,
      unref,
      certificate,
      ...PORTS.https,
    },
    local: { app: localApp, host, port: options.localPort ?? 0, unref, ...PORTS.local },
  });
  addresses.http = listeners.http.url;
  addresses.https = listeners.https.url;
  addresses.local = listeners.local.url;
  logger.info("lab cloud ready", addresses);
  warmUp([simulatedModel, localSide.model.load], logger);

  const close = once(async () => {
    ending.abort();
    await Promise.all(Object.values(listeners).map((listener) => listener.close()));
    await Promise.all([localSide.model.unload(), embedder.close(), gateways.close()]);
    telemetry.close();
  });
  return {
    ...addresses,
    ca: authority.file,
    env: environmentBlock({ ...addresses, ca: authority.file, localModel: localSide.model.name }, secrets),
    get localModel() {
      return localSide.describe();
    },
    close,
  };
}

const PORTS = {
  http: { purpose: "lab cloud, http", variable: "PORT_LAB_HTTP" },
  https: { purpose: "lab cloud, https", variable: "PORT_LAB_HTTPS" },
  local: { purpose: "local model", variable: "PORT_LOCAL_MODEL" },
} as const;

function checkTimeScale(timeScale: number): void {
  if (Number.isFinite(timeScale) && timeScale >= 0) return;
  throw new SettingsError(
    [`timeScale is ${timeScale}.`],
    "Set LAB_TIME_SCALE to a number from 0 (no delay) on; 1 = as the catalog states.",
  );
}

/** Loads in the background what the first request would wait for; that request is told what went wrong. */
function warmUp(loads: readonly (() => Promise<unknown>)[], logger: Logger): void {
  for (const load of loads) {
    load().catch((error: unknown) => logger.error(explainError(error), { part: "lab cloud" }));
  }
}

/** The same promise for every call. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
