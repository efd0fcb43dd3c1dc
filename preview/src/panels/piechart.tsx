import { type FieldDisplay, formattedValueToString } from '@grafana/data';
import { LegendDisplayMode } from '@grafana/schema';
import { VizLayout, VizLegend, type VizLegendItem } from '@grafana/ui';
import { useState } from 'react';
import tinycolor from 'tinycolor2';
import { bag, strings } from '../page/values';
import { bySeries, type Kind, lastValue, type PanelProps, singleTooltip } from './kind';
import { NoData } from './NoData';
import { arc, pointAt } from './shapes';
import { legendOf } from './timeseries';
import { valuesOf } from './values';

interface Slice {
  name: string;
  text: string;
  share: number;
  percent: string;
  color: string;
  from: number;
  to: number;
}

function PieChartPanel(props: PanelProps) {
  const { width, height, options, theme } = props;
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const values = sorted(valuesOf(props), options.sort).filter(isDrawn);
  if (props.frames.length === 0 || values.length === 0) return <NoData {...props} />;
  const slices = slicesOf(
    values.filter((value) => !hidden.has(nameOf(value))),
    theme.colors.text.primary,
  );
  const toggle = (name: string) => setHidden(toggled(hidden, name));
  return (
    <VizLayout width={width} height={height} legend={legendFor(props, values, slices, hidden, toggle)}>
      {(w, h) => (
        <Pie
          slices={slices}
          width={w}
          height={h}
          donut={options.pieType === 'donut'}
          labels={strings(options.displayLabels)}
          props={props}
        />
      )}
    </VizLayout>
  );
}

function toggled(hidden: ReadonlySet<string>, name: string): ReadonlySet<string> {
  const others = new Set(hidden);
  if (!others.delete(name)) others.add(name);
  return others;
}

const nameOf = (value: FieldDisplay) => value.display.title ?? '';
const isDrawn = (value: FieldDisplay) =>
  Number.isFinite(value.display.numeric) && value.display.numeric > 0 && value.field.custom?.hideFrom?.viz !== true;

function sorted(values: FieldDisplay[], order: unknown): FieldDisplay[] {
  if (order === 'none') return values;
  const sign = order === 'asc' ? 1 : -1;
  return [...values].sort((a, b) => sign * (a.display.numeric - b.display.numeric));
}

export function slicesOf(values: Pick<FieldDisplay, 'display' | 'field'>[], otherwise: string): Slice[] {
  const total = values.reduce((sum, value) => sum + value.display.numeric, 0);
  let from = 0;
  return values.map((value) => {
    const share = value.display.numeric / total;
    const start = from;
    from += share * 360;
    const percent = `${(share * 100).toFixed(value.field.decimals ?? 0)}%`;
    const { title = '', color = otherwise } = value.display;
    return { name: title, text: formattedValueToString(value.display), share, percent, color, from: start, to: from };
  });
}

function legendFor(
  props: PanelProps,
  values: FieldDisplay[],
  slices: Slice[],
  hidden: ReadonlySet<string>,
  toggle: (name: string) => void,
) {
  const legend = legendOf(props.options);
  const shown = strings(bag(props.options.legend).values);
  const inColumns = legend.displayMode === LegendDisplayMode.Table;
  const columns = (name: string) => {
    const slice = slices.find((one) => one.name === name);
    return shown.map((kind) => ({
      ...(inColumns && { title: kind === 'percent' ? 'Percent' : 'Value' }),
      text: (kind === 'percent' ? slice?.percent : slice?.text) ?? '',
      numeric: slice?.share ?? 0,
    }));
  };
  const items = values.map(
    (value): VizLegendItem => ({
      label: nameOf(value),
      color: value.display.color ?? '',
      yAxis: 1,
      disabled: hidden.has(nameOf(value)),
      getItemKey: () => nameOf(value),
      getDisplayValues: () => columns(nameOf(value)),
    }),
  );
  if (!legend.showLegend) return null;
  return (
    <VizLayout.Legend {...legend}>
      <VizLegend
        items={items}
        placement={legend.placement}
        displayMode={legend.displayMode ?? LegendDisplayMode.List}
        onLabelClick={(item) => toggle(item.label)}
      />
    </VizLayout.Legend>
  );
}

/** The space around the circle. */
const MARGIN = 16;
/** The radius of the hole of a donut chart, as a fraction of the radius. */
const HOLE = 0.66;
/** The smallest slice that has room for a label, as a fraction of the circle. */
const LEAST_LABELLED = 0.048;

/** Slices get darker towards the centre in the dark theme, and lighter in the light theme. */
function Shade({ id, color, isDark, at }: { id: string; color: string; isDark: boolean; at: ShadeAt }) {
  const shade = (much: number, turned: number) => {
    const one = tinycolor(color);
    return (isDark ? one.darken(much) : one.lighten(much * 0.7)).spin(turned).toRgbString();
  };
  return (
    <radialGradient id={id} gradientUnits="userSpaceOnUse" cx={at.x} cy={at.y} r={at.radius}>
      <stop offset={at.from} stopColor={shade(20, 4)} />
      <stop offset={1} stopColor={shade(10, -4)} />
    </radialGradient>
  );
}

interface ShadeAt {
  x: number;
  y: number;
  radius: number;
  /** The distance from the centre at which the shade begins to change, as a fraction of the radius. */
  from: number;
}

interface PieProps {
  slices: Slice[];
  width: number;
  height: number;
  donut: boolean;
  labels: string[];
  props: PanelProps;
}

function Pie({ slices, width, height, donut, labels, props }: PieProps) {
  const half = Math.min(width, height) / 2;
  const radius = Math.max(4, half - MARGIN);
  const [x, y] = [width / 2, height / 2];
  const inner = donut ? radius * HOLE : 0;
  const shades = `${props.id} shade`.replace(/\W/g, '-');
  const shares = slices.map((slice) => `${slice.name} ${slice.percent}`).join(', ');
  return (
    <svg width={width} height={height} role="img" aria-label={`${props.title}: ${shares}`} className="bw-svg">
      {slices.map((slice, i) => (
        <Shade
          key={slice.name}
          id={`${shades}-${i}`}
          color={slice.color}
          isDark={props.theme.isDark}
          at={{ x, y, radius: half, from: donut ? HOLE : 0 }}
        />
      ))}
      {slices.map((slice, i) => (
        <path
          key={slice.name}
          d={arc(x, y, inner, radius, slice.from, slice.to)}
          fill={`url(#${shades}-${i})`}
          stroke={props.theme.colors.background.primary}
          strokeWidth={donut ? 2.5 : 1.5}
        >
          <title>{`${slice.name}: ${slice.text} (${slice.percent})`}</title>
        </path>
      ))}
      {labels.length > 0 &&
        slices
          .filter((slice) => slice.share > LEAST_LABELLED)
          .map((slice) => (
            <Label
              key={slice.name}
              slice={slice}
              labels={labels}
              at={pointAt(x, y, (radius + (inner || radius / 6)) / 2, (slice.from + slice.to) / 2)}
              color={props.theme.colors.text.primary}
            />
          ))}
    </svg>
  );
}

/** From the middle of a slice to the middle of the first line of its label, in pixels. */
const BELOW = 10;
/** Between two lines of a label, in pixels. */
const LINE = 14.4;

function Label({
  slice,
  labels,
  at: [x, y],
  color,
}: {
  slice: Slice;
  labels: string[];
  at: [number, number];
  color: string;
}) {
  const parts: Record<string, string> = { name: slice.name, value: slice.text, percent: slice.percent };
  const lines = ['name', 'value', 'percent'].filter((part) => labels.includes(part)).map((part) => parts[part] ?? '');
  return (
    <text x={x} y={y + BELOW} textAnchor="middle" dominantBaseline="central" fontSize={12} fill={color}>
      {lines.map((line, i) => (
        <tspan key={line} x={x} dy={i === 0 ? 0 : LINE}>
          {line}
        </tspan>
      ))}
    </text>
  );
}

export const piechart: Kind = {
  Component: PieChartPanel,
  options: {
    pieType: 'pie',
    sort: 'desc',
    displayLabels: [],
    reduceOptions: lastValue,
    legend: { showLegend: true, displayMode: 'list', placement: 'bottom', values: [], calcs: [] },
    tooltip: singleTooltip,
  },
  field: bySeries,
  custom: { hideFrom: { viz: false, legend: false, tooltip: false } },
};
