import type { Board } from "./board.ts";
import { costBoard } from "./boards/cost-board.ts";
import { fleetBoard } from "./boards/fleet-board.ts";
import { routingBoard } from "./boards/routing-board.ts";

export const boards: readonly Board[] = [fleetBoard, routingBoard, costBoard];
