import type { PolicyDefinition } from "../pipeline/policy.ts";
import { authenticationBasic } from "./authentication-basic.ts";
import { authenticationManagedIdentity } from "./authentication-managed-identity.ts";
import { broaderScope } from "./broader-scope.ts";
import { cacheLookup } from "./cache-lookup.ts";
import { cacheLookupValue } from "./cache-lookup-value.ts";
import { cacheRemoveValue } from "./cache-remove-value.ts";
import { cacheStore } from "./cache-store.ts";
import { cacheStoreValue } from "./cache-store-value.ts";
import { checkHeader } from "./check-header.ts";
import { choose } from "./choose.ts";
import { cors } from "./cors.ts";
import { emitMetric } from "./emit-metric.ts";
import { findAndReplace } from "./find-and-replace.ts";
import { forwardRequest } from "./forward-request.ts";
import { getAuthorizationContext } from "./get-authorization-context.ts";
import { includeFragment } from "./include-fragment.ts";
import { ipFilter } from "./ip-filter.ts";
import { jsonToXml } from "./json-to-xml.ts";
import { limitConcurrency } from "./limit-concurrency.ts";
import { llmContentSafety } from "./llm-content-safety.ts";
import { llmEmitTokenMetric } from "./llm-emit-token-metric.ts";
import { llmSemanticCacheLookup } from "./llm-semantic-cache-lookup.ts";
import { llmSemanticCacheStore } from "./llm-semantic-cache-store.ts";
import { llmTokenLimit } from "./llm-token-limit.ts";
import { logToEventhub } from "./log-to-eventhub.ts";
import { mockResponse } from "./mock-response.ts";
import { quota } from "./quota.ts";
import { quotaByKey } from "./quota-by-key.ts";
import { rateLimit } from "./rate-limit.ts";
import { rateLimitByKey } from "./rate-limit-by-key.ts";
import { retry } from "./retry.ts";
import { returnResponse } from "./return-response.ts";
import { rewriteUri } from "./rewrite-uri.ts";
import { sendOneWayRequest } from "./send-one-way-request.ts";
import { sendRequest } from "./send-request.ts";
import { setBackendService } from "./set-backend-service.ts";
import { setBody } from "./set-body.ts";
import { setHeader } from "./set-header.ts";
import { setMethod } from "./set-method.ts";
import { setQueryParameter } from "./set-query-parameter.ts";
import { setStatus } from "./set-status.ts";
import { setVariable } from "./set-variable.ts";
import { trace } from "./trace.ts";
import { validateAzureAdToken } from "./validate-azure-ad-token.ts";
import { validateJwt } from "./validate-jwt.ts";
import { wait } from "./wait.ts";
import { xmlToJson } from "./xml-to-json.ts";

/** All policies that the emulator runs. */
export const policies: readonly PolicyDefinition[] = [
  broaderScope,
  choose,
  includeFragment,
  returnResponse,
  setBody,
  setHeader,
  setStatus,
  setVariable,
  authenticationManagedIdentity,
  forwardRequest,
  limitConcurrency,
  retry,
  setBackendService,
  rewriteUri,
  setMethod,
  setQueryParameter,
  trace,
  wait,
  cacheLookup,
  cacheLookupValue,
  cacheRemoveValue,
  cacheStore,
  cacheStoreValue,
  emitMetric,
  llmEmitTokenMetric,
  llmSemanticCacheLookup,
  llmSemanticCacheStore,
  llmTokenLimit,
  quota,
  quotaByKey,
  rateLimit,
  rateLimitByKey,
  authenticationBasic,
  checkHeader,
  cors,
  findAndReplace,
  getAuthorizationContext,
  ipFilter,
  jsonToXml,
  llmContentSafety,
  logToEventhub,
  mockResponse,
  sendOneWayRequest,
  sendRequest,
  validateAzureAdToken,
  validateJwt,
  xmlToJson,
];
