import type { BaseType } from "./envelope.ts";
import type { TableSource } from "./kql/run-query.ts";
import type { KqlType, Row, Table, Value } from "./kql/value.ts";
import {
  bucketOf,
  durationOf,
  fieldsOf,
  itemCountOf,
  listOf,
  numberOf,
  severityOf,
  textOf,
} from "./read-fields.ts";
import type { StoredEnvelope, TelemetryStore } from "./telemetry-store.ts";

/** One row to be: an envelope, and of one with several metrics the one meant. */
interface Item extends StoredEnvelope {
  readonly fields: Readonly<Record<string, Value>>;
  readonly metric: Readonly<Record<string, Value>>;
}

interface ColumnForm {
  /** Its name in the table of the resource; empty where that has none. */
  readonly classic: string;
  /** Its name in the table of the workspace. */
  readonly workspace: string;
  readonly type: KqlType;
  read(item: Item): Value;
}

interface TableForm {
  readonly classic: string;
  readonly workspace: string;
  readonly baseType: BaseType;
  readonly columns: readonly ColumnForm[];
}

/** Names that belong to this lab cloud. */
export interface TelemetryHome {
  readonly applicationId: string;
  readonly workspaceId: string;
}

function column(classic: string, workspace: string, type: KqlType, read: ColumnForm["read"]): ColumnForm {
  return { classic, workspace, type, read };
}

const text = (classic: string, workspace: string, field: string) =>
  column(classic, workspace, "string", ({ fields }) => textOf(fields[field]));

const tag = (classic: string, workspace: string, name: string) =>
  column(classic, workspace, "string", ({ envelope }) => envelope.tags?.[name] ?? "");

const name = text("name", "Name", "name");
const severity = column("severityLevel", "SeverityLevel", "int", ({ fields }) =>
  severityOf(fields["severityLevel"]),
);
const duration = column("duration", "DurationMs", "real", ({ fields }) => durationOf(fields["duration"]));
const bucket = column("performanceBucket", "PerformanceBucket", "string", ({ fields }) =>
  bucketOf(durationOf(fields["duration"])),
);
/** A text in the resource's tables, a bool in the workspace's. */
const success = [
  column("success", "", "string", ({ fields }) => (fields["success"] === false ? "False" : "True")),
  column("", "Success", "bool", ({ fields }) => fields["success"] !== false),
];

const exception = (item: Item, which: number) => fieldsOf(listOf(item.fields["exceptions"]).at(which));
const exceptionText = (classic: string, workspace: string, which: number, field: string) =>
  column(classic, workspace, "string", (item) => textOf(exception(item, which)[field]));

/** Of the call in which it was thrown. */
const stackText = (classic: string, workspace: string, which: number, field: string) =>
  column(classic, workspace, "string", (item) =>
    textOf(fieldsOf(listOf(exception(item, which)["parsedStack"])[0])[field]),
  );

const FORMS: readonly TableForm[] = [
  {
    classic: "requests",
    workspace: "AppRequests",
    baseType: "RequestData",
    columns: [
      text("id", "Id", "id"),
      text("source", "Source", "source"),
      name,
      text("url", "Url", "url"),
      ...success,
      text("resultCode", "ResultCode", "responseCode"),
      duration,
      bucket,
    ],
  },
  {
    classic: "dependencies",
    workspace: "AppDependencies",
    baseType: "RemoteDependencyData",
    columns: [
      text("id", "Id", "id"),
      text("target", "Target", "target"),
      text("type", "DependencyType", "type"),
      name,
      text("data", "Data", "data"),
      ...success,
      text("resultCode", "ResultCode", "resultCode"),
      duration,
      bucket,
    ],
  },
  {
    classic: "exceptions",
    workspace: "AppExceptions",
    baseType: "ExceptionData",
    columns: [
      column("problemId", "ProblemId", "string", (item) =>
        textOf(item.fields["problemId"] ?? exception(item, 0)["typeName"]),
      ),
      exceptionText("type", "ExceptionType", 0, "typeName"),
      exceptionText("outerType", "OuterType", 0, "typeName"),
      exceptionText("outerMessage", "OuterMessage", 0, "message"),
      exceptionText("innermostType", "InnermostType", -1, "typeName"),
      exceptionText("innermostMessage", "InnermostMessage", -1, "message"),
      exceptionText("message", "Message", -1, "message"),
      stackText("method", "Method", 0, "method"),
      stackText("assembly", "Assembly", 0, "assembly"),
      stackText("outerMethod", "OuterMethod", 0, "method"),
      stackText("innermostMethod", "InnermostMethod", -1, "method"),
      text("handledAt", "HandledAt", "handledAt"),
      severity,
      column("details", "Details", "dynamic", ({ fields }) => listOf(fields["exceptions"])),
    ],
  },
  {
    classic: "traces",
    workspace: "AppTraces",
    baseType: "MessageData",
    columns: [text("message", "Message", "message"), severity],
  },
  { classic: "customEvents", workspace: "AppEvents", baseType: "EventData", columns: [name] },
  {
    classic: "customMetrics",
    workspace: "AppMetrics",
    baseType: "MetricData",
    columns: [
      column("name", "Name", "string", ({ metric }) => textOf(metric["name"])),
      column("value", "", "real", ({ metric }) => numberOf(metric["value"])),
      column("valueCount", "", "int", ({ metric }) => numberOf(metric["count"]) ?? 1),
      column("valueSum", "Sum", "real", ({ metric }) => numberOf(metric["value"])),
      column("valueMin", "Min", "real", ({ metric }) => numberOf(metric["min"] ?? metric["value"])),
      column("valueMax", "Max", "real", ({ metric }) => numberOf(metric["max"] ?? metric["value"])),
      column("valueStdDev", "", "real", ({ metric }) => numberOf(metric["stdDev"])),
    ],
  },
  {
    classic: "pageViews",
    workspace: "AppPageViews",
    baseType: "PageViewData",
    columns: [text("id", "Id", "id"), name, text("url", "Url", "url"), duration, bucket],
  },
  {
    classic: "availabilityResults",
    workspace: "AppAvailabilityResults",
    baseType: "AvailabilityData",
    columns: [
      text("id", "Id", "id"),
      name,
      text("location", "Location", "runLocation"),
      ...success,
      text("message", "Message", "message"),
      duration,
      bucket,
    ],
  },
];

const ITEM_TYPES: Readonly<Record<BaseType, string>> = {
  RequestData: "request",
  RemoteDependencyData: "dependency",
  ExceptionData: "exception",
  MessageData: "trace",
  EventData: "customEvent",
  MetricData: "customMetric",
  PageViewData: "pageView",
  AvailabilityData: "availabilityResult",
};

const timestamp = column("timestamp", "TimeGenerated", "datetime", ({ timeMs }) => timeMs);

const UNKNOWN_PLACES = [
  ["client_City", "ClientCity"],
  ["client_StateOrProvince", "ClientStateOrProvince"],
  ["client_CountryOrRegion", "ClientCountryOrRegion"],
  ["client_Browser", "ClientBrowser"],
] as const;

/** Columns that every table has, behind its own. */
function sharedColumns(
  { applicationId, workspaceId }: TelemetryHome,
  table: TableForm,
): readonly ColumnForm[] {
  return [
    column("itemType", "", "string", ({ envelope }) => ITEM_TYPES[envelope.data.baseType]),
    column("customDimensions", "Properties", "dynamic", ({ fields }) => fieldsOf(fields["properties"])),
    column("customMeasurements", "Measurements", "dynamic", ({ fields }) => fieldsOf(fields["measurements"])),
    tag("operation_Name", "OperationName", "ai.operation.name"),
    tag("operation_Id", "OperationId", "ai.operation.id"),
    tag("operation_ParentId", "ParentId", "ai.operation.parentId"),
    tag("operation_SyntheticSource", "SyntheticSource", "ai.operation.syntheticSource"),
    tag("session_Id", "SessionId", "ai.session.id"),
    tag("user_Id", "UserId", "ai.user.id"),
    tag("user_AuthenticatedId", "UserAuthenticatedId", "ai.user.authUserId"),
    tag("application_Version", "AppVersion", "ai.application.ver"),
    tag("user_AccountId", "UserAccountId", "ai.user.accountId"),
    column(
      "client_Type",
      "ClientType",
      "string",
      ({ envelope }) => envelope.tags?.["ai.device.type"] ?? "PC",
    ),
    tag("client_Model", "ClientModel", "ai.device.model"),
    tag("client_OS", "ClientOS", "ai.device.osVersion"),
    // The real service looks the place up and then forgets the address; here nobody knows where it is.
    column("client_IP", "ClientIP", "string", () => "0.0.0.0"),
    ...UNKNOWN_PLACES.map(([classic, workspace]) => column(classic, workspace, "string", () => "")),
    tag("cloud_RoleName", "AppRoleName", "ai.cloud.role"),
    tag("cloud_RoleInstance", "AppRoleInstance", "ai.cloud.roleInstance"),
    column("appId", "", "string", () => applicationId),
    column("iKey", "IKey", "string", ({ envelope }) => envelope.iKey),
    tag("sdkVersion", "SDKVersion", "ai.internal.sdkVersion"),
    column("itemId", "", "string", ({ id }) => `item-${id}`),
    column("itemCount", "ItemCount", "int", ({ envelope, metric }) =>
      envelope.data.baseType === "MetricData"
        ? (numberOf(metric["count"]) ?? 1)
        : itemCountOf(envelope.sampleRate),
    ),
    column("", "ResourceGUID", "string", () => applicationId),
    column("", "SourceSystem", "string", () => "Azure"),
    column("", "TenantId", "string", () => workspaceId),
    column("", "Type", "string", () => table.workspace),
  ];
}

/** From the first millisecond, before the last. */
export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How tables and columns are called: as in a component of Application Insights, or as in a workspace. */
export type Naming = "classic" | "workspace";

/** What was received in a time as tables, under both of their names: `requests` and `AppRequests`. */
export interface TelemetryTables {
  /** @param naming the names that stand for all tables where a query says `*` */
  during(span: TimeSpan, naming?: Naming): TableSource;
}

/** Makes rows of what came since the last query only, as making them costs more than most queries. */
export function createTelemetryTables(store: TelemetryStore, home: TelemetryHome): TelemetryTables {
  const readers = new Map(
    FORMS.flatMap((form) =>
      (["classic", "workspace"] as const).map((naming) => [
        form[naming],
        createReader(form, naming, store, home),
      ]),
    ),
  );
  const names = [...readers.keys()];
  return {
    during: (span, naming = "workspace") => ({
      names,
      once: FORMS.map((form) => form[naming]),
      read: (name) => readers.get(name)?.(span) ?? { columns: [], rows: [] },
    }),
  };
}

function createReader(
  form: TableForm,
  naming: Naming,
  store: TelemetryStore,
  home: TelemetryHome,
): (span: TimeSpan) => Table {
  const forms = [timestamp, ...form.columns, ...sharedColumns(home, form)].filter(
    (each) => each[naming] !== "",
  );
  const columns = forms.map((each) => ({ name: each[naming], type: each.type }));
  let known: readonly KnownRow[] = [];
  let lastId = 0;

  const makeRow = (item: Item): KnownRow => ({
    id: item.id,
    timeMs: item.timeMs,
    row: forms.map((each) => each.read(item)),
  });
  return ({ fromMs, toMs }) => {
    const oldestId = store.oldestId();
    const fresh = store.readAfter(form.baseType, lastId);
    lastId = fresh.at(-1)?.id ?? lastId;
    const kept = (known[0]?.id ?? oldestId) < oldestId ? known.filter(({ id }) => id >= oldestId) : known;
    known = fresh.length > 0 ? [...kept, ...fresh.flatMap(itemsOf).map(makeRow)] : kept;
    const rows = known.filter(({ timeMs }) => timeMs >= fromMs && timeMs < toMs).map(({ row }) => row);
    return { columns, rows };
  };
}

interface KnownRow {
  readonly id: number;
  readonly timeMs: number;
  readonly row: Row;
}

function itemsOf(stored: StoredEnvelope): readonly Item[] {
  const fields = stored.envelope.data.baseData;
  if (stored.envelope.data.baseType !== "MetricData") return [{ ...stored, fields, metric: {} }];
  return listOf(fields["metrics"]).map((metric) => ({ ...stored, fields, metric: fieldsOf(metric) }));
}
