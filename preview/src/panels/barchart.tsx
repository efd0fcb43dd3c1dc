import {
  type DataFrame,
  type Field,
  FieldType,
  getFieldDisplayName,
  getFieldSeriesColor,
  outerJoinDataFrames,
} from '@grafana/data';
import {
  defaultFieldConfig,
  defaultOptions,
} from '@grafana/schema/dist/esm/raw/composable/barchart/panelcfg/x/BarChartPanelCfg_types.gen';
import { SeriesVisibilityChangeMode, VizLayout, VizLegend } from '@grafana/ui';
import { useMemo } from 'react';
import { bag, number, text } from '../page/values';
import { bandsOf } from './bands';
import { axisOf, valueText } from './barAxes';
import { BarAxes, ValueText, valueSize } from './barchartParts';
import { cut, namesOf, shortNamesOf } from './barNames';
import { type Bar, barsOf, isAcross, planOf } from './bars';
import { bySeries, type Kind, legendBelow, type PanelProps, singleTooltip } from './kind';
import { NoData } from './NoData';
import { reduced } from './reduced';
import { legendOf } from './timeseries';
import { type SeriesVisibility, useVisibility } from './visibility';

function BarChartPanel(props: PanelProps) {
  const { frames, width, height } = props;
  const whole = useMemo(() => joined(frames), [frames]);
  const visibility = useVisibility(whole);
  const chart = useMemo(() => chartOf(visibility.frames[0], props), [visibility.frames, props]);
  if (!chart) return <NoData {...props} />;
  return (
    <VizLayout width={width} height={height} legend={legendFor(props, chart, visibility.toggle)}>
      {(w, h) => <Bars props={props} chart={chart} width={w} height={h} />}
    </VizLayout>
  );
}

function legendFor(props: PanelProps, chart: Chart, toggle: SeriesVisibility['toggle']) {
  const legend = legendOf(props.options);
  if (!legend.showLegend) return null;
  const { readonly, items } = itemsOf(props, chart, legend.calcs);
  return (
    <VizLayout.Legend {...legend}>
      <VizLegend
        items={items}
        placement={legend.placement}
        {...(legend.displayMode && { displayMode: legend.displayMode })}
        isSortable
        readonly={readonly}
        onLabelClick={(item) => toggle(item.label, SeriesVisibilityChangeMode.ToggleSelection)}
      />
    </VizLayout.Legend>
  );
}

/** The legend: the series, or the meaning of the colours if they come from thresholds. */
function itemsOf({ theme }: PanelProps, { all, series }: Chart, calcs: string[]) {
  const bands = all.slice(0, 1).flatMap((field) => bandsOf(field, theme));
  const limits = bands.map(({ text, color }) => ({ label: text, color, yAxis: 1, getItemKey: () => text }));
  if (limits.length > 0) return { readonly: true, items: limits };
  const items = all.map((field) => {
    const label = nameOf(field);
    return {
      label,
      color: getFieldSeriesColor(field, theme).color,
      yAxis: 1,
      disabled: !series.includes(field),
      getItemKey: () => label,
      getDisplayValues: () => reduced(field, calcs),
    };
  });
  return { readonly: false, items };
}

interface Chart {
  /** The names at the axis, and the full names. */
  names: string[];
  whole: string[];
  all: Field[];
  series: Field[];
}

function joined(frames: DataFrame[]): DataFrame[] {
  const usable = frames.filter((frame) => frame.length > 0);
  for (const frame of usable) for (const field of frame.fields) getFieldDisplayName(field, frame, usable);
  const whole = usable.length > 1 ? outerJoinDataFrames({ frames: usable }) : usable[0];
  return whole ? [whole] : [];
}

function chartOf(frame: DataFrame | undefined, { options, timeZone }: PanelProps): Chart | undefined {
  const fields = frame?.fields ?? [];
  const asked = text(options.xField);
  const x =
    fields.find((f) => asked !== '' && (f.name === asked || nameOf(f) === asked)) ??
    fields.find((f) => f.type === FieldType.string) ??
    fields.find((f) => f.type === FieldType.time);
  const all = fields
    .filter((field) => field.type === FieldType.number && field !== x)
    // numbers alone count for the colours of the palette
    .map((field, seriesIndex) => ({ ...field, state: { ...field.state, seriesIndex } }));
  const series = all.filter((field) => field.config.custom?.hideFrom?.viz !== true);
  if (!x || all.length === 0) return undefined;
  const most = number(options.xTickLabelMaxLength, 0);
  const whole = namesOf(x);
  const names = x.type === FieldType.time ? shortNamesOf(x, timeZone) : whole.map((name) => cut(name, most));
  return { names, whole, all, series };
}

function nameOf(field: Field): string {
  return field.state?.displayName ?? field.name;
}

function Bars({ props, chart, width, height }: { props: PanelProps; chart: Chart; width: number; height: number }) {
  const { options, title } = props;
  // legend and all
  const across = isAcross(options, props.width, props.height);
  const plan = planOf(options, chart.names, axisOf(options, across, chart.names, chart.series, width, height));
  const bars = barsOf(
    plan,
    chart.series.map((field) => field.values),
  );
  const seriesNames = chart.series.map(nameOf).join(', ');
  const size = valueSize(plan, bars, chart.series, options.showValue);
  return (
    <svg
      width={width}
      height={height}
      role="img"
      aria-label={`${title}: ${seriesNames} by ${chart.names.length} names`}
      className="bw-svg"
    >
      <BarAxes props={props} plan={plan} field={chart.series[0]} />
      {bars.map((bar) => {
        const field = chart.series[bar.series];
        const name = chart.whole[bar.index] ?? '';
        return field && <One key={`${bar.series}-${bar.index}`} props={props} bar={bar} field={field} name={name} />;
      })}
      {size > 0 &&
        bars.map((bar) => (
          <ValueText
            key={`${bar.series}-${bar.index}`}
            props={props}
            plan={plan}
            bar={bar}
            text={valueText(chart.series[bar.series], bar.value)}
            size={size}
          />
        ))}
    </svg>
  );
}

function One({ props, bar, field, name }: { props: PanelProps; bar: Bar; field: Field; name: string }) {
  const series = getFieldSeriesColor(field, props.theme).color;
  const color = field.config.color?.mode === 'thresholds' ? (field.display?.(bar.value).color ?? series) : series;
  const custom = bag(field.config.custom);
  const line = number(custom.lineWidth, 1);
  return (
    <rect
      x={bar.x + line / 2}
      y={bar.y + line / 2}
      width={Math.max(0.1, bar.width - line)}
      height={Math.max(0.1, bar.height - line)}
      fill={color}
      fillOpacity={number(custom.fillOpacity, 80) / 100}
      stroke={color}
      strokeWidth={line}
      rx={number(props.options.barRadius, 0) * Math.min(bar.width, bar.height)}
    >
      <title>{`${name}: ${nameOf(field)} ${valueText(field, bar.value)}`}</title>
    </rect>
  );
}

export const barchart: Kind = {
  Component: BarChartPanel,
  options: { ...defaultOptions, legend: legendBelow, tooltip: singleTooltip },
  field: bySeries,
  custom: { ...defaultFieldConfig, hideFrom: { viz: false, legend: false, tooltip: false } },
};
