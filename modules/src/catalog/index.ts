export { type Catalog, createCatalog, type Deployment, type Model } from "./catalog.ts";
export { catalogFile, readCatalog } from "./read-catalog.ts";
