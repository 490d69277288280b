import type { PolicyDefinition } from "../pipeline/policy.ts";
import { authenticationManagedIdentity } from "./authentication-managed-identity.ts";
import { base } from "./base.ts";
import { choose } from "./choose.ts";
import { forwardRequest } from "./forward-request.ts";
import { includeFragment } from "./include-fragment.ts";
import { limitConcurrency } from "./limit-concurrency.ts";
import { retry } from "./retry.ts";
import { returnResponse } from "./return-response.ts";
import { setBackendService } from "./set-backend-service.ts";
import { setBody } from "./set-body.ts";
import { setHeader } from "./set-header.ts";
import { setStatus } from "./set-status.ts";
import { setVariable } from "./set-variable.ts";

/** All policies that the emulator runs. */
export const policies: readonly PolicyDefinition[] = [
  base,
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
];
