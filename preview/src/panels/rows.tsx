import { type DataFrame, type Field, FieldType, type GrafanaTheme2, type TimeRange } from '@grafana/data';
import { AxisPlacement, ScaleDirection, ScaleOrientation } from '@grafana/schema';
import { UPlotChart, UPlotConfigBuilder } from '@grafana/ui';
import { type ReactNode, useMemo } from 'react';
import type uPlot from 'uplot';
import { fitTimeLabels } from './timeAxis';

/**
 * A graph of rows over time, for state timelines, status histories and heatmaps. Row 0 is the lowest. Each row is a
 * series at the middle of the row, so that the cursor selects the nearest row.
 */
export interface RowGraph {
  /** A time field, and one field per row from bottom to top. */
  frame: DataFrame;
  timeZone: string;
  range: TimeRange;
  theme: GrafanaTheme2;
  /** The middle of each row, if it is not the middle of its unit. */
  middles?: number[];
  /**
   * The distance in milliseconds between the times that the axis should name if there is room; by default round times.
   */
  moments?: (every: number) => number[];
  /** The labels at the left: at the middle of each row, or at the edges between rows. */
  labels: { at: number; text: string }[];
  axis: { show: boolean; right: boolean; label: string; width: number | undefined; gap: number; grid: boolean };
  draw: (plot: uPlot, canvas: CanvasRenderingContext2D) => void;
  /** The index of a row's value at a time; null if there is none. */
  indexAt: (row: number, time: number, near: number) => number | null;
}

interface Props {
  graph: RowGraph;
  width: number;
  height: number;
  children: (config: UPlotConfigBuilder) => ReactNode;
}

export function Rows({ graph, width, height, children }: Props) {
  const config = useMemo(() => configOf(graph), [graph]);
  const data = useMemo(() => config.prepData?.([graph.frame]) ?? [[]], [config, graph]);
  return (
    <UPlotChart config={config} data={data as uPlot.AlignedData} width={width} height={height}>
      {children(config)}
    </UPlotChart>
  );
}

export function rowsOf(frame: DataFrame): Field[] {
  return frame.fields.slice(1);
}

function configOf(graph: RowGraph): UPlotConfigBuilder {
  const config = new UPlotConfigBuilder(graph.timeZone);
  const rows = rowsOf(graph.frame);
  config.scaleKeys = ['x', 'y'];
  fitTimeLabels(config);
  config.setPrepData(() => [
    times(graph.frame),
    ...rows.map((field, row) => field.values.map(() => graph.middles?.[row] ?? row + 0.5)),
  ]);
  addScales(config, graph, rows.length);
  addAxes(config, graph);
  for (const [row] of rows.entries()) addRow(config, graph.theme, row);
  config.addHook('drawAxes', (plot) => clipped(plot, () => graph.draw(plot, plot.ctx)));
  config.setCursor({
    focus: { prox: 1e6 },
    points: { show: false },
    dataIdx: (_plot, series, near, x) => (series === 0 ? near : graph.indexAt(series - 1, x, near)) as number,
  });
  return config;
}

function times(frame: DataFrame): number[] {
  return frame.fields[0]?.values ?? [];
}

function addScales(config: UPlotConfigBuilder, { range }: RowGraph, rows: number): void {
  const across = { orientation: ScaleOrientation.Horizontal, direction: ScaleDirection.Right };
  const up = { orientation: ScaleOrientation.Vertical, direction: ScaleDirection.Up };
  config.addScale({ scaleKey: 'x', isTime: true, ...across, range: () => [range.from.valueOf(), range.to.valueOf()] });
  config.addScale({ scaleKey: 'y', ...up, auto: false, range: () => [0, rows] });
}

function addAxes(config: UPlotConfigBuilder, { theme, timeZone, labels, axis, moments }: RowGraph): void {
  config.addAxis({
    scaleKey: 'x',
    isTime: true,
    placement: AxisPlacement.Bottom,
    ...(moments && {
      splits: (_plot: uPlot, _axis: number, _from: number, _to: number, every: number) => moments(every),
    }),
    timeZone,
    theme,
  });
  if (!axis.show) return;
  config.addAxis({
    scaleKey: 'y',
    placement: axis.right ? AxisPlacement.Right : AxisPlacement.Left,
    splits: labels.map((one) => one.at),
    values: labels.map((one) => one.text),
    filter: (_plot: uPlot, splits: number[]) => splits,
    grid: { show: axis.grid },
    ticks: { show: false },
    gap: axis.gap,
    ...(axis.label && { label: axis.label }),
    ...(axis.width !== undefined && { size: axis.width }),
    theme,
  });
}

function addRow(config: UPlotConfigBuilder, theme: GrafanaTheme2, row: number): void {
  config.addSeries({
    scaleKey: 'y',
    theme,
    pathBuilder: () => null,
    pointsBuilder: () => false,
    pointsFilter: () => null,
    lineColor: 'transparent',
    dataFrameFieldIndex: { frameIndex: 0, fieldIndex: row + 1 },
  });
}

function clipped(plot: uPlot, draw: () => void): void {
  const { left, top, width, height } = plot.bbox;
  plot.ctx.save();
  plot.ctx.beginPath();
  plot.ctx.rect(left, top, width, height);
  plot.ctx.clip();
  draw();
  plot.ctx.restore();
}

/** The field that contains the times. */
export function timeField(frame: DataFrame): Field | undefined {
  return frame.fields.find((field) => field.type === FieldType.time);
}

/** The labels for which there is room: every second, third, ... label if rows are low. */
export function thinned<T>(labels: T[], height: number, lowest = 13): T[] {
  const every = Math.max(1, Math.ceil((labels.length * lowest) / Math.max(height, 1)));
  return labels.filter((_, i) => i % every === 0);
}
