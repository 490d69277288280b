import { runTrack } from "./run-track.ts";

runTrack("routing");
