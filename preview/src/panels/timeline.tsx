import {
  type DataFrame,
  type Field,
  FieldType,
  formattedValueToString,
  getFieldDisplayName,
  outerJoinDataFrames,
} from '@grafana/data';
import { LegendDisplayMode, TooltipDisplayMode } from '@grafana/schema';
import * as stateDefaults from '@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen';
import * as statusDefaults from '@grafana/schema/dist/esm/raw/composable/statushistory/panelcfg/x/StatusHistoryPanelCfg_types.gen';
import { UPLOT_AXIS_FONT_SIZE, VizLayout, VizLegend } from '@grafana/ui';
import { useMemo } from 'react';
import type uPlot from 'uplot';
import { type Bag, bag, number } from '../page/values';
import { Hover } from './hover';
import { byThreshold, type Kind, legendBelow, type PanelProps, singleTooltip } from './kind';
import { NoData } from './NoData';
import { type RowGraph, Rows, rowsOf, thinned } from './rows';
import { graphableStates, runsOf, type Span, samplesOf } from './spans';
import { stateLegend } from './stateLegend';
import { legendOf } from './timeseries';

type Spans = (field: Field, times: number[], end: number, options: Bag) => Span[];

function TimelinePanel(props: PanelProps & { spans: Spans }) {
  const { frames, width, height, options, timeZone } = props;
  const frame = useMemo(() => joined(frames), [frames]);
  if (!frame) return <NoData {...props} />;
  return (
    <VizLayout width={width} height={height} legend={legendFor(props, frame)}>
      {(w, h) => <Timeline {...props} frame={frame} width={w} height={h} options={options} timeZone={timeZone} />}
    </VizLayout>
  );
}

function Timeline(props: PanelProps & { spans: Spans; frame: DataFrame }) {
  const { frame, width, height, options, timeZone } = props;
  const graph = useMemo(() => graphOf(props), [frame, height, options, props.range, props.theme]);
  return (
    <Rows graph={graph} width={width} height={height}>
      {(config) => (
        <Hover
          config={config}
          frame={graph.frame}
          options={{ tooltip: { ...bag(options.tooltip), mode: tooltipMode(options) } }}
          timeZone={timeZone}
          zoom={props.zoom}
        />
      )}
    </Rows>
  );
}

function tooltipMode(options: Bag): unknown {
  return bag(options.tooltip).mode ?? TooltipDisplayMode.Single;
}

/** One frame of all series, the first at the top. */
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

function graphOf(props: PanelProps & { spans: Spans; frame: DataFrame }): RowGraph {
  const { frame, options, range, theme, timeZone, height } = props;
  const times: number[] = frame.fields[0]?.values ?? [];
  const rows = rowsOf(frame);
  const spans = rows.map((field) =>
    props.spans(field, times, Math.max(range.to.valueOf(), ...times.slice(-1)), options),
  );
  const labels = rows.map((field, row) => ({ at: row + 0.5, text: getFieldDisplayName(field, frame) }));
  return {
    frame,
    timeZone,
    range,
    theme,
    labels: thinned(labels, height),
    axis: { show: bag(rows[0]?.config.custom).axisPlacement !== 'hidden', right: false, label: '', width: undefined },
    draw: (plot, canvas) => {
      for (const [row, field] of rows.entries()) drawRow(plot, canvas, { props, field, row, spans: spans[row] ?? [] });
    },
    indexAt: (row, time) => (spans[row] ?? []).find((span) => span.from <= time && time < span.to)?.index ?? null,
  };
}

interface Row {
  props: PanelProps;
  field: Field;
  row: number;
  spans: Span[];
}

function drawRow(plot: uPlot, canvas: CanvasRenderingContext2D, { props, field, row, spans }: Row): void {
  const share = number(props.options.rowHeight, 0.9);
  const top = plot.valToPos(row + 0.5 + share / 2, 'y', true);
  const height = plot.valToPos(row + 0.5 - share / 2, 'y', true) - top;
  const custom = bag(field.config.custom);
  const ratio = globalThis.devicePixelRatio || 1;
  const line = number(custom.lineWidth, 0) * ratio;
  for (const span of spans) {
    const left = plot.valToPos(span.from, 'x', true);
    const width = plot.valToPos(span.to, 'x', true) - left;
    const shown = field.display?.(span.value);
    const color = shown?.color ?? props.theme.colors.text.primary;
    canvas.globalAlpha = number(custom.fillOpacity, 70) / 100;
    canvas.fillStyle = color;
    canvas.fillRect(left, top, Math.max(width, 1), height);
    canvas.globalAlpha = 1;
    if (line > 0) {
      canvas.lineWidth = line;
      canvas.strokeStyle = color;
      canvas.strokeRect(left + line / 2, top + line / 2, Math.max(width - line, 1), height - line);
    }
    if (props.options.showValue !== 'never' && shown)
      drawText(canvas, props, formattedValueToString(shown), { left, top, width, height, ratio });
  }
}

function drawText(
  canvas: CanvasRenderingContext2D,
  { options, theme }: PanelProps,
  text: string,
  box: { left: number; top: number; width: number; height: number; ratio: number },
): void {
  canvas.font = `${UPLOT_AXIS_FONT_SIZE * box.ratio}px ${theme.typography.fontFamily}`;
  const pad = 4 * box.ratio;
  const room =
    canvas.measureText(text).width + 2 * pad <= box.width && box.height >= (UPLOT_AXIS_FONT_SIZE + 2) * box.ratio;
  if (!room && options.showValue !== 'always') return;
  const align =
    options.alignValue === 'center' || options.alignValue === undefined
      ? 'center'
      : options.alignValue === 'right'
        ? 'right'
        : 'left';
  canvas.textAlign = align;
  canvas.textBaseline = 'middle';
  canvas.fillStyle = theme.colors.text.primary;
  const at = { left: Math.max(box.left, 0) + pad, center: box.left + box.width / 2, right: box.left + box.width - pad };
  canvas.fillText(text, at[align], box.top + box.height / 2);
}

function legendFor(props: PanelProps, frame: DataFrame) {
  const legend = legendOf(props.options);
  if (!legend.showLegend) return null;
  return (
    <VizLayout.Legend {...legend}>
      <VizLegend
        items={stateLegend(rowsOf(frame).reverse(), props.theme)}
        placement={legend.placement}
        displayMode={LegendDisplayMode.List}
        readonly
      />
    </VizLayout.Legend>
  );
}

const states: Spans = (field, times, end, options) => runsOf(field, times, end, options.mergeValues !== false);
const samples: Spans = (field, times, end, options) => samplesOf(field, times, end, number(options.colWidth, 0.9));

export const stateTimeline: Kind = {
  Component: (props: PanelProps) => <TimelinePanel {...props} spans={states} />,
  options: { ...stateDefaults.defaultOptions, legend: legendBelow, tooltip: singleTooltip },
  field: byThreshold,
  custom: { ...stateDefaults.defaultFieldConfig },
  zooms: true,
};

export const statusHistory: Kind = {
  Component: (props: PanelProps) => <TimelinePanel {...props} spans={samples} />,
  options: { ...statusDefaults.defaultOptions, legend: legendBelow, tooltip: singleTooltip },
  field: byThreshold,
  custom: { ...statusDefaults.defaultFieldConfig },
  zooms: true,
};
