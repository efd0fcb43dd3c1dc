import {
  type DataFrame,
  dateTimeFormat,
  type Field,
  FieldType,
  formattedValueToString,
  getValueFormat,
  type ValueFormatter,
} from '@grafana/data';
import { defaultOptions } from '@grafana/schema/dist/esm/raw/composable/heatmap/panelcfg/x/HeatmapPanelCfg_types.gen';
import { TooltipPlugin2, VizLayout, VizTooltipContent, VizTooltipHeader, VizTooltipWrapper } from '@grafana/ui';
import { useMemo } from 'react';
import { bag, number, text } from '../page/values';
import { ticksOf } from './barAxes';
import { type Buckets, calculated, countsOf } from './buckets';
import { Exemplars } from './Exemplars';
import { type Colors, colorsOf } from './heatColors';
import { CURSOR } from './hover';
import type { Kind, PanelProps } from './kind';
import { Marks } from './Marks';
import { NoData } from './NoData';
import { type RowGraph, Rows, rowsOf, thinned } from './rows';
import { stepOf } from './spans';

const ONE_ROW = 2;

function HeatmapPanel(props: PanelProps) {
  const { frames, width, height, options } = props;
  const frame = useMemo(() => bucketed(frames, options), [frames, options]);
  const colors = useMemo(() => frame && colorsOf(options, rowsOf(frame), props.theme), [frame, options, props.theme]);
  if (!frame || !colors) return <NoData {...props} />;
  const shown = bag(options.legend).show !== false;
  return (
    <VizLayout width={width} height={height} legend={shown ? legendFor(props, colors) : null}>
      {(w, h) => <Heat props={props} frame={frame} colors={colors} width={w} height={h} />}
    </VizLayout>
  );
}

function Heat({
  props,
  frame,
  colors,
  width,
  height,
}: {
  props: PanelProps;
  frame: DataFrame;
  colors: Colors;
  width: number;
  height: number;
}) {
  const { options, timeZone } = props;
  const graph = useMemo(() => graphOf(props, frame, colors, height), [props, frame, colors, height]);
  const cell = cellFormat(props);
  return (
    <Rows graph={graph} width={width} height={height}>
      {(config) => (
        <>
          {bag(options.tooltip).mode !== 'none' && (
            <TooltipPlugin2
              config={config}
              hoverMode={ONE_ROW}
              syncMode={2}
              syncScope={CURSOR}
              queryZoom={props.zoom}
              render={(_plot, rows, series) => {
                const field = series === null ? undefined : frame.fields[series];
                const row = series === null ? null : (rows[series] ?? null);
                if (!field || row === null) return null;
                const time = dateTimeFormat(frame.fields[0]?.values[row], { timeZone });
                return (
                  <VizTooltipWrapper>
                    <VizTooltipHeader item={{ label: '', value: time }} />
                    <VizTooltipContent
                      items={[
                        {
                          label: bucketText(props, field),
                          value: cell(field.values[row]),
                          color: colors.of(field.values[row]) ?? '',
                        },
                      ]}
                    />
                  </VizTooltipWrapper>
                );
              }}
            />
          )}
          <Marks config={config} marks={props.marks} timeZone={timeZone} />
          <Exemplars
            config={config}
            exemplars={props.exemplars}
            timeZone={timeZone}
            heightOf={(plot, value) => {
              const row = rowOf(frame, value);
              const reversed = bag(options.yAxis).reverse === true;
              return row === null ? null : plot.valToPos(reversed ? rowsOf(frame).length - row : row, 'y');
            }}
            colorOf={() => props.theme.visualization.getColorByName(text(bag(options.exemplars).color))}
          />
        </>
      )}
    </Rows>
  );
}

/** One field per bucket, lowest first: as the query returned them, or counted from plain series. */
function bucketed(frames: DataFrame[], options: PanelProps['options']): DataFrame | undefined {
  if (options.calculate === true) return calculated(frames, bag(options.calculation));
  const numbers = (frame: DataFrame) => frame.fields.filter((field) => field.type === FieldType.number);
  const usable = frames.filter((frame) => frame.length > 0 && numbers(frame).length > 0);
  const time = usable[0]?.fields.find((field) => field.type === FieldType.time);
  if (!time) return undefined;
  const same = usable.filter((frame) => frame.length === time.values.length);
  return { length: time.values.length, fields: [time, ...same.flatMap(numbers)] };
}

function graphOf(props: PanelProps, frame: DataFrame, colors: Colors, height: number): RowGraph {
  const { options, range, theme, timeZone } = props;
  const y = bag(options.yAxis);
  const fields = y.reverse === true ? [...rowsOf(frame)].reverse() : rowsOf(frame);
  const times: number[] = frame.fields[0]?.values ?? [];
  const step = stepOf(times, range.to.valueOf());
  const counted = countsOf(frame);
  const labels = counted ? roundLabels(props, counted, height) : labelsOf(props, fields);
  return {
    frame: { ...frame, fields: [frame.fields[0] as Field, ...fields] },
    timeZone,
    range,
    theme,
    labels: thinned(labels, height),
    axis: {
      show: y.axisPlacement !== 'hidden',
      right: y.axisPlacement === 'right',
      label: text(y.axisLabel),
      width: number(y.axisWidth, 0) || undefined,
      gap: 5,
      grid: true,
    },
    draw: (plot, canvas) => {
      const gap = number(options.cellGap, 1) * window.devicePixelRatio;
      const width = plot.valToPos(times[0] ?? 0, 'x', true) - plot.valToPos((times[0] ?? 0) - step, 'x', true);
      for (const [row, field] of fields.entries()) {
        const [top, bottom] = [plot.valToPos(row + 1, 'y', true), plot.valToPos(row, 'y', true)];
        for (const [index, time] of times.entries()) {
          const color = colors.of(field.values[index]);
          if (color === null) continue;
          canvas.fillStyle = color;
          const right = plot.valToPos(time, 'x', true) + width / 2;
          canvas.fillRect(right - width, top, Math.max(1, width - gap), Math.max(1, bottom - top - gap));
        }
      }
    },
    indexAt: (row, time, near) => (Math.abs((times[near] ?? 0) - time) <= step && fields[row] ? near : null),
  };
}

/** The position of a value among the rows, where the lowest row begins at 0; null if no row contains the value. */
function rowOf(frame: DataFrame, value: number): number | null {
  const counted = countsOf(frame);
  if (counted) return within((value - counted.from) / counted.size, counted.count);
  const bounds = rowsOf(frame).map((field) => (field.name === '+Inf' ? Infinity : boundOf(field)));
  const row = bounds.findIndex((bound) => value <= bound);
  const [lower = Math.min(0, value), upper = Infinity] = [bounds[row - 1], bounds[row]];
  if (row < 0) return null;
  return row + (Number.isFinite(upper) ? (value - lower) / (upper - lower) : 0.5);
}

function within(row: number, rows: number): number | null {
  return row >= 0 && row <= rows ? row : null;
}

interface Label {
  at: number;
  text: string;
}

/** Buckets that were counted here have a numeric axis. */
function roundLabels(props: PanelProps, { from, size, count }: Buckets, height: number): Label[] {
  const reversed = bag(props.options.yAxis).reverse === true;
  const ticks = ticksOf([from, from + size * count], height, height <= 200 ? 15 : 30);
  return ticks.map((tick) => {
    const row = (tick - from) / size;
    return { at: reversed ? count - row : row, text: boundText(props, String(tick)) };
  });
}

/**
 * The labels: at the edges between buckets if these are numbers, including the lowest; otherwise at the middle of each
 * bucket.
 */
function labelsOf(props: PanelProps, fields: Field[]): Label[] {
  const reversed = bag(props.options.yAxis).reverse === true;
  const byNumber = fields.every((field) => Number.isFinite(boundOf(field)) || field.name === '+Inf');
  const above = byNumber ? 1 : 0.5;
  const labels = fields.map((field, row) => ({
    at: row + (reversed ? 1 - above : above),
    text: bucketText(props, field),
  }));
  if (!byNumber) return labels;
  const first = { at: reversed ? fields.length : 0, text: boundText(props, lowestOf(fields)) };
  return reversed ? [...labels, first] : [first, ...labels];
}

/** Buckets of Prometheus have only an upper bound: the first begins at 0, or at -Inf if a bound is not positive. */
function lowestOf(fields: Field[]): string {
  return fields.some((field) => boundOf(field) <= 0) ? '-Inf' : '0.0';
}

function boundOf(field: Field): number {
  return Number(field.name);
}

function bucketText(props: PanelProps, field: Field): string {
  return Number.isFinite(boundOf(field)) ? boundText(props, field.name) : (field.state?.displayName ?? field.name);
}

/** The bound as written in the data, unless the axis has a unit or decimals. */
function boundText({ options, timeZone }: PanelProps, written: string): string {
  const y = bag(options.yAxis);
  const decimals = number(y.decimals, -1);
  const bound = Number(written);
  if (!Number.isFinite(bound) || (text(y.unit) === '' && decimals < 0)) return written;
  const format: ValueFormatter = getValueFormat(text(y.unit) || 'short');
  return formattedValueToString(format(bound, decimals >= 0 ? decimals : undefined, undefined, timeZone));
}

function cellFormat({ options }: PanelProps): (value: unknown) => string {
  const cell = bag(options.cellValues);
  const format = getValueFormat(text(cell.unit, 'short'));
  const decimals = number(cell.decimals, -1);
  return (value) =>
    typeof value === 'number' ? formattedValueToString(format(value, decimals >= 0 ? decimals : undefined)) : '';
}

function legendFor(props: PanelProps, colors: Colors) {
  const cell = cellFormat(props);
  const stops = Array.from({ length: 24 }, (_, i) => colors.at(i / 23)).join(', ');
  return (
    <VizLayout.Legend placement="bottom" maxHeight="20%">
      <div className="bw-heat-legend" style={{ color: props.theme.colors.text.disabled }}>
        <div className="bw-heat-scale" style={{ background: `linear-gradient(to right, ${stops})` }} />
        <span>{cell(colors.min)}</span>
        <span>{cell(colors.max)}</span>
      </div>
    </VizLayout.Legend>
  );
}

export const heatmap: Kind = {
  Component: HeatmapPanel,
  options: { ...defaultOptions, yAxis: { axisPlacement: 'left', reverse: false } },
  field: {},
  custom: { hideFrom: { viz: false, legend: false, tooltip: false } },
  zooms: true,
};
