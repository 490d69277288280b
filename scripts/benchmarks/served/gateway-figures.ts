import type { Figure } from "../benchmark.ts";
import type { Measured, Round, Rounds, Target } from "./gateway-rounds.ts";
import { medianOf } from "./quantile.ts";

type Read = (measured: Measured) => number;

/** The figures of all rounds, ratios and differences formed within each. */
export function figuresOf({ whole, calm, streamed, calmStreams, many }: Rounds): readonly Figure[] {
  const cpu: Read = ({ cpuUs }) => cpuUs;
  const perSecond: Read = ({ answered, seconds }) => answered / seconds;
  const p50: Read = ({ ms }) => ms.p50;
  const p99: Read = ({ ms }) => ms.p99;
  const firstByte: Read = ({ firstByteMs }) => firstByteMs.p50;
  const firstText: Read = ({ firstTextMs }) => firstTextMs.p50;
  return [
    { name: "CPU, orchestrator : proxy", value: ratio(whole, cpu), unit: "", bar: { atMost: 1.5 } },
    { name: "CPU of an answer, orchestrator", value: of("orchestrator", whole, cpu), unit: "µs" },
    { name: "CPU of an answer, proxy", value: of("proxy", whole, cpu), unit: "µs" },
    {
      name: "requests per core, orchestrator",
      value: 1e6 / of("orchestrator", whole, cpu),
      unit: "requests/s",
    },
    {
      name: "requests/s, orchestrator : proxy",
      value: ratio(whole, perSecond),
      unit: "",
      bar: { atLeast: 0.7 },
    },
    { name: "requests/s, orchestrator", value: of("orchestrator", whole, perSecond), unit: "requests/s" },
    { name: "event loop late p99, orchestrator", value: of("orchestrator", whole, loop), unit: "ms" },
    { name: "event loop late p99, proxy", value: of("proxy", whole, loop), unit: "ms" },
    { name: "added p50, proxy", value: added("proxy", calm, p50), unit: "ms" },
    { name: "added p50, orchestrator", value: added("orchestrator", calm, p50), unit: "ms" },
    {
      name: "added p50, orchestrator - proxy",
      value: difference(calm, p50, ["orchestrator", "proxy"]),
      unit: "ms",
      bar: { atMost: 0.2 },
    },
    { name: "added p99, proxy", value: added("proxy", calm, p99), unit: "ms" },
    { name: "added p99, orchestrator", value: added("orchestrator", calm, p99), unit: "ms" },
    {
      name: "CPU of a stream, orchestrator : proxy",
      value: ratio(streamed, cpu),
      unit: "",
      bar: { atMost: 1.3 },
    },
    { name: "CPU of a stream, orchestrator", value: of("orchestrator", streamed, cpu), unit: "µs" },
    { name: "streams/s, orchestrator : proxy", value: ratio(streamed, perSecond), unit: "" },
    {
      name: "first text p50, orchestrator - proxy",
      value: difference(calmStreams, firstText, ["orchestrator", "proxy"]),
      unit: "ms",
      bar: { atMost: 0.3 },
    },
    {
      name: "first byte p50, orchestrator - proxy",
      value: difference(calmStreams, firstByte, ["orchestrator", "proxy"]),
      unit: "ms",
    },
    { name: "errors over 1000 connections", value: total(many), unit: "", bar: { atMost: 0 } },
    {
      name: "requests/s over 1000 connections, orchestrator : proxy",
      value: ratio(many, perSecond),
      unit: "",
      bar: { atLeast: 0.7 },
    },
    {
      name: "p95 over 1000 connections, orchestrator : proxy",
      value: ratio(many, ({ ms }) => ms.p95),
      unit: "",
      bar: { atMost: 2 },
    },
    {
      name: "errors of all other rounds",
      value: total([...whole, ...calm, ...streamed, ...calmStreams]),
      unit: "",
    },
  ];
}

const loop: Read = ({ loopP99Ms }) => loopP99Ms;

const read = (round: Round, target: Target, get: Read) => {
  const measured = round[target];
  return measured ? get(measured) : Number.NaN;
};

const of = (target: Target, rounds: readonly Round[], get: Read) =>
  medianOf(rounds.map((round) => read(round, target, get)));

const ratio = (rounds: readonly Round[], get: Read) =>
  medianOf(rounds.map((round) => read(round, "orchestrator", get) / read(round, "proxy", get)));

const difference = (rounds: readonly Round[], get: Read, [one, other]: readonly [Target, Target]) =>
  medianOf(rounds.map((round) => read(round, one, get) - read(round, other, get)));

const added = (target: Target, rounds: readonly Round[], get: Read) =>
  difference(rounds, get, [target, "direct"]);

const total = (rounds: readonly Round[]) =>
  rounds.flatMap((round) => Object.values(round)).reduce((sum, measured) => sum + measured.errors, 0);
