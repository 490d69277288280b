export { type BarChartOptions, barChart, renderBarChart } from "./bar-chart.ts";
export { type ChartOptions, type ColourScale, chart, renderChart, type Scale } from "./chart.ts";
export { isNotebook, type LiveOutput, notebookOutput, type Output } from "./display.ts";
export { type DotChartOptions, dotChart, renderDotChart } from "./dot-chart.ts";
export { drawFaultCards, type FaultCard, faultDeck, REMEDIES, type Remedy } from "./fault-deck.ts";
export { formatKpi, formatKpiRange } from "./format-kpi.ts";
export { formatMs, formatNumber, formatUsd } from "./format-value.ts";
export { interruptSignal } from "./interrupt.ts";
export * from "./marks.ts";
export { type Lab, type OpenLabOptions, openLab } from "./open-lab.ts";
export {
  clearFaults,
  type FaultyLab,
  orderFault,
  pendingFaults,
  resetQuotas,
  withFault,
} from "./order-fault.ts";
export { type Progress, type ProgressOptions, progress, renderProgress } from "./progress.ts";
export { type SaveTracesOptions, saveTraces } from "./save-traces.ts";
export { renderAnswer, showAnswer } from "./show-answer.ts";
export { renderDecision, showDecision } from "./show-decision.ts";
export { renderGatewayTrace, showGatewayTrace } from "./show-gateway-trace.ts";
export { type LiveKpis, liveKpis, renderKpis, type ShowKpisOptions, showKpis } from "./show-kpis.ts";
export { renderTrace, showTrace } from "./show-trace.ts";
export { renderDecisionTrace, showDecisionTrace } from "./show-trace-decision.ts";
export { renderStepChart, type StepChartOptions, stepChart } from "./step-chart.ts";
export { type StreamTextOptions, streamText } from "./stream-text.ts";
export { type Column, renderTable, type TableOptions, table } from "./table.ts";
