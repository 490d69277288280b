export { type Connection, type ConnectionWatch, watchConnections } from "./watch-connections.ts";
