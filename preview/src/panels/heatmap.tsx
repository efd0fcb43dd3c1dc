import {
  type DataFrame,
  type Field,
  FieldType,
  formattedValueToString,
  type GrafanaTheme2,
  getFieldDisplayName,
  getValueFormat,
  outerJoinDataFrames,
} from '@grafana/data';
import { defaultOptions } from '@grafana/schema/dist/esm/raw/composable/heatmap/panelcfg/x/HeatmapPanelCfg_types.gen';
import * as schemes from 'd3-scale-chromatic';
import { useMemo } from 'react';
import type uPlot from 'uplot';
import { type Bag, bag, number, text } from '../page/values';
import { calculated } from './buckets';
import { Hover } from './hover';
import type { Kind, PanelProps } from './kind';
import { NoData } from './NoData';
import { type RowGraph, Rows, rowsOf, thinned } from './rows';
import { stepOf } from './spans';
import { graphable } from './timeseries';

const LEGEND_HEIGHT = 28;

function HeatmapPanel(props: PanelProps) {
  const { frames, width, height, options } = props;
  const frame = useMemo(() => rowsFrame(frames, options), [frames, options]);
  const scale = useMemo(() => frame && scaleOf(frame, options, props.theme), [frame, options, props.theme]);
  if (!frame || !scale) return <NoData {...props} />;
  const legend = bag(options.legend).show === false ? 0 : LEGEND_HEIGHT;
  return (
    <>
      <Cells {...props} frame={frame} scale={scale} width={width} height={Math.max(1, height - legend)} />
      {legend > 0 && <Legend scale={scale} unit={unitOf(options)} />}
    </>
  );
}

/** A time field and a field a bucket, the lowest first. */
function rowsFrame(frames: DataFrame[], options: Bag): DataFrame | undefined {
  const over = graphable(frames);
  if (over.length === 0) return undefined;
  if (options.calculate === true) return calculated(over, number(bag(bag(options.calculation).yBuckets).value, 20));
  for (const frame of over) for (const field of frame.fields) getFieldDisplayName(field, frame, over);
  const whole = over.length > 1 ? outerJoinDataFrames({ frames: over }) : over[0];
  const time = whole?.fields.find((field) => field.type === FieldType.time);
  if (!whole || !time) return undefined;
  const rows = whole.fields.filter((field) => field.type === FieldType.number).sort((a, b) => boundOf(a) - boundOf(b));
  return { ...whole, fields: [time, ...rows] };
}

/** The upper bound of a bucket, from its label or its name; buckets without one keep their order. */
export function boundOf(field: Field): number {
  const said = field.labels?.le ?? field.config.displayNameFromDS ?? field.name;
  const bound = said === '+Inf' ? Number.POSITIVE_INFINITY : Number.parseFloat(said);
  return Number.isNaN(bound) ? 0 : bound;
}

interface Scale {
  min: number;
  max: number;
  colorOf: (value: number) => string;
}

function scaleOf(frame: DataFrame, options: Bag, theme: GrafanaTheme2): Scale {
  const color = bag(options.color);
  const least = number(bag(options.filterValues).le, 1e-9);
  const [low, high] = extent(rowsOf(frame), least);
  const [min, max] = [number(color.min, low), number(color.max, high)];
  const shade = shadesOf(color, theme);
  const share = (value: number) => (max > min ? Math.min(1, Math.max(0, (value - min) / (max - min))) : 1);
  return { min, max, colorOf: (value) => (value <= least ? 'transparent' : shade(share(value))) };
}

function extent(rows: Field[], least: number): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of rows.flatMap((row) => row.values)) {
    if (typeof value !== 'number' || value <= least) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [Math.min(low, 0), high] : [0, 1];
}

type Shades = (share: number) => string;

/** A scheme of d3, or one colour that grows from nothing. Dark themes start at the dark end. */
function shadesOf(color: Bag, theme: GrafanaTheme2): Shades {
  if (color.mode === 'opacity') {
    const fill = theme.visualization.getColorByName(text(color.fill, 'dark-orange'));
    const power = color.scale === 'linear' ? 1 : number(color.exponent, 0.5);
    return (share) =>
      `${fill}${Math.round(255 * share ** power)
        .toString(16)
        .padStart(2, '0')}`;
  }
  const name = `interpolate${text(color.scheme, 'Oranges')}`;
  const scheme = (schemes as unknown as Record<string, Shades | undefined>)[name] ?? schemes.interpolateOranges;
  const reversed = theme.isDark !== (color.reverse === true);
  const steps = Math.max(2, Math.min(128, number(color.steps, 64)));
  const stepped = (share: number) => Math.round(share * (steps - 1)) / (steps - 1);
  return (share) => scheme(reversed ? 1 - stepped(share) : stepped(share));
}

type CellProps = PanelProps & { frame: DataFrame; scale: Scale };

function Cells(props: CellProps) {
  const { frame, scale, width, height, options, timeZone } = props;
  const graph = useMemo(() => graphOf(props), [frame, scale, height, options, props.range, props.theme]);
  return (
    <Rows graph={graph} width={width} height={height}>
      {(config) => <Hover config={config} frame={graph.frame} options={options} timeZone={timeZone} />}
    </Rows>
  );
}

function graphOf({ frame, scale, options, range, theme, timeZone, height }: CellProps): RowGraph {
  const times: number[] = frame.fields[0]?.values ?? [];
  const step = stepOf(times, range.to.valueOf());
  const rows = rowsOf(frame);
  const axis = bag(options.yAxis);
  const labels = rows.map((field, row) => ({ at: row + 1, text: boundText(field, axis) }));
  return {
    frame,
    timeZone,
    range,
    theme,
    labels: thinned(labels, height, 18),
    axis: {
      show: axis.axisPlacement !== 'hidden',
      right: axis.axisPlacement === 'right',
      label: text(axis.axisLabel),
      width: undefined,
    },
    draw: (plot, canvas) => {
      for (const [row, field] of rows.entries())
        drawCells(plot, canvas, { field, row, times, step, scale, gap: number(options.cellGap, 1) });
    },
    indexAt: (_row, time, near) =>
      times[near] !== undefined && Math.abs((times[near] ?? 0) - time) <= step ? near : null,
  };
}

function boundText(field: Field, axis: Bag): string {
  const bound = boundOf(field);
  const unit = text(axis.unit);
  const named = field.config.displayNameFromDS ?? field.labels?.le ?? field.name;
  if (!unit || !Number.isFinite(bound)) return named;
  return formattedValueToString(
    getValueFormat(unit)(bound, axis.decimals === undefined ? undefined : number(axis.decimals, 0)),
  );
}

function unitOf(options: Bag): string {
  return text(bag(options.cellValues).unit, 'short');
}

interface CellRow {
  field: Field;
  row: number;
  times: number[];
  step: number;
  scale: Scale;
  gap: number;
}

/** A cell ends at its moment: it counts what came in the step before. */
function drawCells(
  plot: uPlot,
  canvas: CanvasRenderingContext2D,
  { field, row, times, step, scale, gap }: CellRow,
): void {
  const top = plot.valToPos(row + 1, 'y', true);
  const height = plot.valToPos(row, 'y', true) - top;
  for (const [index, time] of times.entries()) {
    const value = field.values[index];
    if (typeof value !== 'number') continue;
    const left = plot.valToPos(time - step, 'x', true);
    const width = plot.valToPos(time, 'x', true) - left;
    canvas.fillStyle = scale.colorOf(value);
    canvas.fillRect(left, top, Math.max(1, width - gap), Math.max(1, height - gap));
  }
}

function Legend({ scale, unit }: { scale: Scale; unit: string }) {
  const shown = (value: number) => formattedValueToString(getValueFormat(unit)(value));
  const stops = [...Array(9).keys()].map((i) => scale.colorOf(scale.min + (i / 8) * (scale.max - scale.min)));
  return (
    <div className="bw-scale" style={{ height: LEGEND_HEIGHT }}>
      <span>{shown(scale.min)}</span>
      <span className="bw-shades" style={{ background: `linear-gradient(to right, ${stops.join(', ')})` }} />
      <span>{shown(scale.max)}</span>
    </div>
  );
}

export const heatmap: Kind = { Component: HeatmapPanel, options: { ...defaultOptions }, field: {}, custom: {} };
