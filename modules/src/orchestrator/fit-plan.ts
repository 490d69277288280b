import { LimitError } from "../core/errors.ts";
import type { Ability, AbilityCheck } from "./abilities.ts";
import type { ChatNeeds } from "./chat-needs.ts";
import type { ServingDeployment } from "./serving.ts";

/** A deployment that a plan leaves out, and why: `cannot see pictures`. */
export interface LeftOut {
  readonly deployment: string;
  readonly because: string;
}

/** Who was left out and why, one line each, as answers tell it. */
export const tellLeftOut = (leftOut: readonly LeftOut[] | undefined) =>
  leftOut && { left_out: leftOut.map(({ deployment, because }) => `${deployment} ${because}`) };

/** Why a deployment cannot take a request; undefined when it can, or when nobody knows. */
export type LackOf = (deployment: ServingDeployment, needs: ChatNeeds) => string | undefined;

/** @param contextOf Tokens of prompt and answer together; undefined when not known. */
export function createLackOf(
  isAble: AbilityCheck,
  contextOf: (deployment: ServingDeployment) => number | undefined,
): LackOf {
  // Looked up once: most requests need nothing but room.
  const rooms = new WeakMap<ServingDeployment, number>();
  const roomOf = (deployment: ServingDeployment): number => {
    const known = rooms.get(deployment);
    if (known !== undefined) return known;
    const room = contextOf(deployment) ?? Number.POSITIVE_INFINITY;
    rooms.set(deployment, room);
    return room;
  };
  return (deployment, { abilities, promptTokens }) => {
    if (abilities.length > 0) {
      const lacking = abilities.filter((ability) => !isAble(deployment, ability)).map((one) => LACKS[one]);
      if (lacking.length > 0) return `cannot ${lacking.join(" and ")}`;
    }
    const room = roomOf(deployment);
    if (promptTokens <= room) return undefined;
    return `takes ${room.toLocaleString("en")} tokens, and the prompt has more than ${promptTokens.toLocaleString("en")}`;
  };
}

const LACKS: Readonly<Record<Ability, string>> = {
  vision: "see pictures",
  audio: "hear sound",
  tools: "call tools",
  json_object: "be held to JSON",
  json_schema: "keep to a JSON schema",
};

/** Whom a request could be taken by. */
export interface Takers {
  readonly leftOut: readonly LeftOut[];
  /** Models and deployments elsewhere that can take it. */
  readonly able: readonly string[];
}

/** @throws LimitError that says why nobody who was meant can take the request, and who could. */
export function refuseUnfit({ leftOut, able }: Takers, { abilities }: ChatNeeds): never {
  const shown = leftOut.slice(0, MOST_SHOWN).map(({ deployment, because }) => `${deployment} ${because}`);
  const more = leftOut.length - shown.length;
  const [lacking] = abilities.filter((ability) =>
    leftOut.some(({ because }) => because.includes(LACKS[ability])),
  );
  const { code, mend } = lacking === undefined ? TOO_LONG : UNFIT[lacking];
  throw new LimitError(`${shown.join("; ")}${more > 0 ? `; and ${more} more cannot either` : ""}.`, {
    code,
    hint:
      able.length > 0
        ? `Those that can: ${able.slice(0, MOST_SHOWN).join(", ")}.`
        : `No model here can. ${mend}`,
  });
}

const MOST_SHOWN = 6;

const TOO_LONG = {
  code: "CONTEXT_LENGTH_EXCEEDED",
  mend: "Send a part of it, or a summary.",
};
const FORMAT = {
  code: "FORMAT_UNSUPPORTED",
  mend: "Ask for the form in words, or add a model to the configuration whose capabilities name json_schema.",
};
const UNFIT: Readonly<Record<Ability, { readonly code: string; readonly mend: string }>> = {
  vision: {
    code: "PICTURES_UNSUPPORTED",
    mend: "Say in words what is in the picture, or add a model to the configuration whose capabilities name vision.",
  },
  audio: {
    code: "SOUND_UNSUPPORTED",
    mend: "Send the words, or add a model to the configuration whose capabilities name audio.",
  },
  tools: {
    code: "TOOLS_UNSUPPORTED",
    mend: "Leave tools out, or add a model to the configuration whose capabilities name tools.",
  },
  json_object: FORMAT,
  json_schema: FORMAT,
};
