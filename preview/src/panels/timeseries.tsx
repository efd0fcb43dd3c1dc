import { type DataFrame, type Field, FieldType, type TimeRange } from '@grafana/data';
import { LegendDisplayMode, type VizLegendOptions } from '@grafana/schema';
import { TimeSeries, type UPlotConfigBuilder } from '@grafana/ui';
import { useLayoutEffect, useMemo } from 'react';
import type uPlot from 'uplot';
import type { Span } from '../page/around';
import { type Bag, bag, number, oneOf, strings, text } from '../page/values';
import { colorOfField, Exemplars, fieldOf } from './Exemplars';
import { Hover } from './hover';
import { bySeries, type Kind, legendBelow, type PanelProps, singleTooltip } from './kind';
import { Marks } from './Marks';
import { NoData } from './NoData';
import { fitTimeLabels } from './timeAxis';
import { useVisibility, Visibility } from './visibility';

function TimeSeriesPanel(props: PanelProps) {
  const { frames, width, height, range, timeZone, options } = props;
  const graphed = useMemo(() => withNulls(graphable(frames), spanOf(range)), [frames, range]);
  const visibility = useVisibility(graphed);
  if (graphed.length === 0) return <NoData {...props} />;
  return (
    <Visibility of={visibility}>
      <TimeSeries
        frames={visibility.frames}
        structureRev={visibility.revision}
        width={width}
        height={height}
        timeRange={range}
        timeZone={timeZone}
        legend={legendOf(options)}
        options={options}
      >
        {(config, frame) => (
          <>
            <TimeLabels config={config} />
            <Hover config={config} frame={frame} options={options} timeZone={timeZone} zoom={props.zoom} />
            <Marks config={config} marks={props.marks} timeZone={timeZone} />
            <Exemplars
              config={config}
              exemplars={props.exemplars}
              timeZone={timeZone}
              heightOf={heightOf}
              colorOf={(one) => colorOfField(fieldOf(frame, one), props.theme)}
            />
          </>
        )}
      </TimeSeries>
    </Visibility>
  );
}

function spanOf({ from, to }: TimeRange): Span {
  return { from: from.valueOf(), to: to.valueOf() };
}

/** Settings to apply before the packages create a plot from a new configuration. */
function TimeLabels({ config }: { config: UPlotConfigBuilder }) {
  useLayoutEffect(() => fitTimeLabels(config), [config]);
  return null;
}

/** The pixel position of a value on the axis of the first series; null if the value is outside the axis. */
function heightOf(plot: uPlot, value: number): number | null {
  const name = plot.series[1]?.scale;
  const { min, max } = plot.scales[name ?? ''] ?? {};
  return name && value >= Number(min) && value <= Number(max) ? plot.valToPos(value, name) : null;
}

/** The frames that have times and a field that can be drawn over time; NaN and infinities become gaps. */
export function graphable(frames: DataFrame[]): DataFrame[] {
  const isTime = (type: FieldType) => type === FieldType.time;
  const drawn = (type: FieldType) => type === FieldType.number || type === FieldType.enum || type === FieldType.boolean;
  return frames
    .filter(
      ({ fields, length }) => length > 0 && fields.some((f) => isTime(f.type)) && fields.some((f) => drawn(f.type)),
    )
    .map((frame) => ({ ...frame, fields: frame.fields.map(withGaps) }));
}

/**
 * Adds a null for each step without a sample, so that a gap is drawn, and a single sample between two gaps as a dot.
 * The packages themselves add such nulls only to the first of several frames.
 */
export function withNulls(frames: DataFrame[], range: Span): DataFrame[] {
  return frames.map((frame) => {
    const time = frame.fields.find((field) => field.type === FieldType.time);
    const steps = new Set(frame.fields.map((field) => stepOf(field, time)).filter((step) => step > 0));
    const [step] = steps;
    if (!time || step === undefined || steps.size > 1) return frame;
    const times = everyStep(time.values, step, range);
    const rows = new Map(time.values.map((value, row) => [value, row]));
    const values = (field: Field) =>
      field === time ? times : times.map((one) => field.values[rows.get(one) ?? -1] ?? null);
    const done = { ...time.state, nullThresholdApplied: true };
    const fields = frame.fields.map((field) => ({
      ...field,
      values: values(field),
      ...(field === time && { state: done }),
    }));
    return { ...frame, length: times.length, fields };
  });
}

/** The option to disconnect values after some milliseconds, or else the step of the query. */
function stepOf(field: Field, time: Field | undefined): number {
  return number(bag(field.config.custom).insertNulls, 0) || number(time?.config.interval, 0);
}

/** The times, with one more for each step that is missing between two times, before the first or after the last. */
function everyStep(times: number[], step: number, { from, to }: Span): number[] {
  const [first = to] = times;
  const before = Math.max(0, Math.ceil((first - from) / step));
  const all = Array.from({ length: before }, (_, i) => first - (before - i) * step);
  for (const time of times) {
    for (let last = all.at(-1); last !== undefined && time - last > step; last = all.at(-1)) all.push(last + step);
    all.push(time);
  }
  for (let last = all.at(-1); last !== undefined && last + step < to; last = all.at(-1)) all.push(last + step);
  return all;
}

/** Replaces NaN and infinities by gaps, because they would make the axis, and therefore the graph, empty. */
function withGaps(field: Field): Field {
  const endless = (value: unknown) => typeof value === 'number' && !Number.isFinite(value);
  if (field.type !== FieldType.number || !field.values.some(endless)) return field;
  return { ...field, values: field.values.map((value) => (endless(value) ? null : value)) };
}

export function legendOf(options: Bag): VizLegendOptions {
  const legend = bag(options.legend);
  const displayMode = oneOf(legend.displayMode, Object.values(LegendDisplayMode), LegendDisplayMode.List);
  return {
    showLegend: legend.showLegend !== false && legend.displayMode !== 'hidden',
    displayMode: displayMode === LegendDisplayMode.Hidden ? LegendDisplayMode.List : displayMode,
    placement: oneOf(legend.placement, ['bottom', 'right'] as const, 'bottom'),
    calcs: strings(legend.calcs),
    ...(text(legend.sortBy) && { sortBy: text(legend.sortBy), sortDesc: legend.sortDesc === true }),
    ...(number(legend.width, 0) > 0 && { width: number(legend.width, 0) }),
  };
}

/** The settings that a graph uses by default, as Grafana's documentation describes for a new time series panel. */
const custom: Bag = {
  drawStyle: 'line',
  lineInterpolation: 'linear',
  lineWidth: 1,
  fillOpacity: 0,
  gradientMode: 'none',
  spanNulls: false,
  showPoints: 'auto',
  pointSize: 5,
  stacking: { mode: 'none', group: 'A' },
  axisPlacement: 'auto',
  axisLabel: '',
  axisColorMode: 'text',
  axisBorderShow: false,
  axisCenteredZero: false,
  scaleDistribution: { type: 'linear' },
  thresholdsStyle: { mode: 'off' },
  hideFrom: { viz: false, legend: false, tooltip: false },
  barAlignment: 0,
  barWidthFactor: 0.6,
};

export const timeseries: Kind = {
  Component: TimeSeriesPanel,
  options: { legend: legendBelow, tooltip: singleTooltip },
  field: bySeries,
  custom,
  zooms: true,
};
