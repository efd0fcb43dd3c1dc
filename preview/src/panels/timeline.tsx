import { type DataFrame, type Field, FieldType, getFieldDisplayName, outerJoinDataFrames } from '@grafana/data';
import { LegendDisplayMode, TooltipDisplayMode } from '@grafana/schema';
import * as stateDefaults from '@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen';
import * as statusDefaults from '@grafana/schema/dist/esm/raw/composable/statushistory/panelcfg/x/StatusHistoryPanelCfg_types.gen';
import { VizLayout, VizLegend } from '@grafana/ui';
import { useMemo } from 'react';
import type uPlot from 'uplot';
import { rangeOf } from '../page/around';
import { type Bag, bag, number, oneOf } from '../page/values';
import { banded } from './bands';
import { drawRow, lineOf, type SpanBox } from './drawRow';
import { Hover } from './hover';
import { byThreshold, type Kind, legendBelow, type PanelProps, singleTooltip } from './kind';
import { Marks } from './Marks';
import { NoData } from './NoData';
import { type RowGraph, Rows, rowsOf, thinned } from './rows';
import { graphableStates, placesOf, runsOf, type Span, samplesOf, stepOf } from './spans';
import { stateLegend } from './stateLegend';
import { legendOf } from './timeseries';

/** The differences between state timelines and status histories. */
interface Look {
  shown: (field: Field, props: PanelProps) => Field;
  spans: (field: Field, times: number[], end: number, options: Bag) => Span[];
  axis: (times: number[], props: PanelProps) => Pick<RowGraph, 'range' | 'moments'>;
  across: (plot: uPlot, span: Span, field: Field, props: PanelProps) => Pick<SpanBox, 'left' | 'right'>;
  align: (options: Bag) => 'left' | 'center' | 'right';
}

function TimelinePanel(props: PanelProps & { look: Look }) {
  const { frames, width, height, options, timeZone } = props;
  const frame = useMemo(() => joined(frames), [frames]);
  if (!frame) return <NoData {...props} />;
  return (
    <VizLayout width={width} height={height} legend={legendFor(props, frame)}>
      {(w, h) => <Timeline {...props} frame={frame} width={w} height={h} options={options} timeZone={timeZone} />}
    </VizLayout>
  );
}

function Timeline(props: PanelProps & { look: Look; frame: DataFrame }) {
  const { frame, width, height, options, timeZone } = props;
  const graph = useMemo(() => graphOf(props), [frame, height, options, props.range, props.theme]);
  return (
    <Rows graph={graph} width={width} height={height}>
      {(config) => (
        <>
          <Hover
            config={config}
            frame={graph.frame}
            options={{ tooltip: { ...bag(options.tooltip), mode: tooltipMode(options) } }}
            timeZone={timeZone}
            zoom={props.zoom}
          />
          <Marks config={config} marks={props.marks} timeZone={timeZone} />
        </>
      )}
    </Rows>
  );
}

function tooltipMode(options: Bag): unknown {
  return bag(options.tooltip).mode ?? TooltipDisplayMode.Single;
}

/** One frame with all series, the first series at the top. */
function joined(frames: DataFrame[]): DataFrame | undefined {
  const over = graphableStates(frames);
  for (const one of over) for (const field of one.fields) getFieldDisplayName(field, one, over);
  const whole = over.length > 1 ? outerJoinDataFrames({ frames: over }) : over[0];
  const time = whole?.fields.find((field) => field.type === FieldType.time);
  if (!whole || !time) return undefined;
  const rows = whole.fields.filter(
    (field) => field !== time && field.type !== FieldType.time && field.config.custom?.hideFrom?.viz !== true,
  );
  return rows.length > 0 ? { ...whole, fields: [time, ...rows.reverse()] } : undefined;
}

function graphOf(props: PanelProps & { look: Look; frame: DataFrame }): RowGraph {
  const { frame, options, range, theme, timeZone, height, look } = props;
  const times: number[] = frame.fields[0]?.values ?? [];
  const rows = rowsOf(frame).map((field) => look.shown(field, props));
  const end = Math.max(range.to.valueOf(), ...times.slice(-1));
  const spans = rows.map((field) => look.spans(field, times, end, options));
  const places = placesOf(rows.length, number(options.rowHeight, 0.9));
  const middles = places.map(({ low, high }) => (low + high) / 2);
  const labels = rows.map((field, row) => ({ at: middles[row] ?? 0, text: getFieldDisplayName(field, frame) }));
  const show = bag(rows[0]?.config.custom).axisPlacement !== 'hidden';
  return {
    frame,
    timeZone,
    theme,
    middles,
    ...look.axis(times, props),
    labels: thinned(labels, height),
    axis: { show, right: false, label: '', width: undefined, gap: 16, grid: false },
    draw: (plot, canvas) => {
      for (const [row, field] of rows.entries()) {
        const { low, high } = places[row] ?? { low: 0, high: 0 };
        const top = Math.round(plot.valToPos(high, 'y', true));
        const bottom = Math.round(plot.valToPos(low, 'y', true));
        const boxes = (spans[row] ?? []).map((span) => ({
          span,
          top,
          bottom,
          ...look.across(plot, span, field, props),
        }));
        drawRow(canvas, { props, field, boxes, align: look.align(options) });
      }
    },
    indexAt: (row, time) => (spans[row] ?? []).find((span) => span.from <= time && time < span.to)?.index ?? null,
  };
}

function legendFor(props: PanelProps, frame: DataFrame) {
  const legend = legendOf(props.options);
  const items = stateLegend(rowsOf(frame).reverse(), props.theme);
  if (!legend.showLegend || items.length === 0) return null;
  return (
    <VizLayout.Legend {...legend}>
      <VizLegend items={items} placement={legend.placement} displayMode={LegendDisplayMode.List} readonly />
    </VizLayout.Legend>
  );
}

/** The spans of a state timeline: a state lasts until the next change. */
const states: Look = {
  shown: (field, { options, theme }) => (options.mergeValues === false ? field : banded(field, theme)),
  spans: (field, times, end, options) => runsOf(field, times, end, options.mergeValues !== false),
  axis: (_times, { range }) => ({ range }),
  across: (plot, { from, to }, field, { range }) => {
    const runsOn = to >= range.to.valueOf() ? lineOf(field) : 0;
    return { left: pixel(plot, from), right: pixel(plot, to) + runsOn };
  },
  align: (options) => oneOf(options.alignValue, ['left', 'center', 'right'] as const, 'left'),
};

/** The spans of a status history: each sample is centred on its time, and all have the same width. */
const samples: Look = {
  shown: (field) => field,
  spans: (field, times, end) => samplesOf(field, times, end),
  axis: (times, { range }) => {
    const step = stepOf(times, range.to.valueOf());
    const [from, to] = [range.from.valueOf() - step / 2, range.to.valueOf() + step / 2];
    const moments = (every: number) => times.filter((_, i) => i % Math.max(1, Math.round(every / step)) === 0);
    return { range: rangeOf({ from, to }), moments };
  },
  across: (plot, { from, to }, field, { options }) => {
    const [left, right] = [plot.valToPos(from, 'x', true), plot.valToPos(to, 'x', true)];
    const width = Math.max(1, Math.round((right - left) * number(options.colWidth, 0.9) - lineOf(field)));
    const start = Math.round((left + right - width) / 2);
    return { left: start, right: start + width };
  },
  align: () => 'center',
};

function pixel(plot: uPlot, time: number): number {
  return Math.round(plot.valToPos(time, 'x', true));
}

export const stateTimeline: Kind = {
  Component: (props: PanelProps) => <TimelinePanel {...props} look={states} />,
  options: { ...stateDefaults.defaultOptions, legend: legendBelow, tooltip: singleTooltip },
  field: { color: { mode: 'continuous-GrYlRd' } },
  custom: { ...stateDefaults.defaultFieldConfig },
  zooms: true,
};

export const statusHistory: Kind = {
  Component: (props: PanelProps) => <TimelinePanel {...props} look={samples} />,
  options: { ...statusDefaults.defaultOptions, legend: legendBelow, tooltip: singleTooltip },
  field: byThreshold,
  custom: { ...statusDefaults.defaultFieldConfig },
  zooms: true,
};
