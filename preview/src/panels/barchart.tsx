import {
  type DataFrame,
  type Field,
  FieldType,
  formattedValueToString,
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
import { type Bar, barsOf, type Plan, planOf } from './bars';
import { bySeries, type Kind, legendBelow, type PanelProps, singleTooltip } from './kind';
import { NoData } from './NoData';
import { legendOf } from './timeseries';
import { useVisibility } from './visibility';

function BarChartPanel(props: PanelProps) {
  const { frames, width, height, options } = props;
  const whole = useMemo(() => joined(frames), [frames]);
  const visibility = useVisibility(whole);
  const chart = useMemo(() => chartOf(visibility.frames[0], props), [visibility.frames, props]);
  const legend = legendOf(options);
  if (!chart) return <NoData {...props} />;
  const items = chart.all.map((field) => {
    const label = nameOf(field);
    return {
      label,
      color: colorOf(props, field),
      yAxis: 1,
      disabled: !chart.series.includes(field),
      getItemKey: () => label,
    };
  });
  const side = legend.showLegend ? (
    <VizLayout.Legend {...legend}>
      <VizLegend
        items={items}
        placement={legend.placement}
        {...(legend.displayMode && { displayMode: legend.displayMode })}
        onLabelClick={(item) => visibility.toggle(item.label, SeriesVisibilityChangeMode.ToggleSelection)}
      />
    </VizLayout.Legend>
  ) : null;
  return (
    <VizLayout width={width} height={height} legend={side}>
      {(w, h) => <Bars props={props} chart={chart} width={w} height={h} />}
    </VizLayout>
  );
}

interface Chart {
  names: string[];
  all: Field[];
  series: Field[];
}

function joined(frames: DataFrame[]): DataFrame[] {
  const usable = frames.filter((frame) => frame.length > 0);
  for (const frame of usable) for (const field of frame.fields) getFieldDisplayName(field, frame, usable);
  const whole = usable.length > 1 ? outerJoinDataFrames({ frames: usable }) : usable[0];
  return whole ? [whole] : [];
}

function chartOf(frame: DataFrame | undefined, { options }: PanelProps): Chart | undefined {
  const fields = frame?.fields ?? [];
  const asked = text(options.xField);
  const x =
    fields.find((f) => asked !== '' && (f.name === asked || nameOf(f) === asked)) ??
    fields.find((f) => f.type === FieldType.string) ??
    fields.find((f) => f.type === FieldType.time);
  const all = fields.filter((field) => field.type === FieldType.number && field !== x);
  const series = all.filter((field) => field.config.custom?.hideFrom?.viz !== true);
  if (!x || all.length === 0) return undefined;
  const names = x.values.map((value) => (x.display ? formattedValueToString(x.display(value)) : String(value ?? '')));
  return { names: names.map((name) => cut(name, number(options.xTickLabelMaxLength, 0))), all, series };
}

function cut(name: string, most: number): string {
  return most > 0 && name.length > most ? `${name.slice(0, most)}…` : name;
}

function valueText(field: Field | undefined, value: number): string {
  return field?.display ? formattedValueToString(field.display(value)) : String(value);
}

function nameOf(field: Field): string {
  return field.state?.displayName ?? field.name;
}

function colorOf({ theme }: PanelProps, field: Field): string {
  return getFieldSeriesColor(field, theme).color;
}

function Bars({ props, chart, width, height }: { props: PanelProps; chart: Chart; width: number; height: number }) {
  const plan = planOf(props.options, chart.names, chart.series, width, height);
  const bars = barsOf(
    plan,
    chart.series.map((field) => field.values),
  );
  const said = chart.series.map(nameOf).join(', ');
  return (
    <svg
      width={width}
      height={height}
      role="img"
      aria-label={`${props.title}: ${said} by ${chart.names.length} names`}
      className="bw-svg"
    >
      <Axes props={props} plan={plan} field={chart.series[0]} />
      {bars.map((bar) => (
        <One
          key={`${bar.series}-${bar.index}`}
          props={props}
          plan={plan}
          bar={bar}
          field={chart.series[bar.series]}
          name={chart.names[bar.index] ?? ''}
        />
      ))}
    </svg>
  );
}

function Axes({ props: { theme, options }, plan, field }: { props: PanelProps; plan: Plan; field: Field | undefined }) {
  const grid = theme.isDark ? 'rgba(240, 250, 255, 0.09)' : 'rgba(0, 10, 23, 0.09)';
  const words = { fontSize: 12, fill: theme.colors.text.primary };
  const turned = plan.across ? 0 : number(options.xTickLabelRotation, 0);
  return (
    <>
      {plan.ticks.map((tick) => {
        const at = plan.place(tick);
        const label = plan.stacked === 'percent' ? `${Math.round(tick * 100)}%` : valueText(field, tick);
        return plan.across ? (
          <g key={tick}>
            <line x1={at} x2={at} y1={plan.box.top} y2={plan.box.bottom} stroke={grid} />
            <text x={at} y={plan.box.bottom + 15} textAnchor="middle" {...words}>
              {label}
            </text>
          </g>
        ) : (
          <g key={tick}>
            <line x1={plan.box.left} x2={plan.box.right} y1={at} y2={at} stroke={grid} />
            <text x={plan.box.left - 8} y={at} textAnchor="end" dominantBaseline="central" {...words}>
              {label}
            </text>
          </g>
        );
      })}
      {plan.names.map(({ name, at, index }) =>
        plan.across ? (
          <text key={index} x={plan.box.left - 8} y={at} textAnchor="end" dominantBaseline="central" {...words}>
            {name}
          </text>
        ) : (
          <text
            key={index}
            x={at}
            y={plan.box.bottom + 16}
            textAnchor={turned === 0 ? 'middle' : 'end'}
            {...(turned !== 0 && { transform: `rotate(${-Math.abs(turned)} ${at} ${plan.box.bottom + 16})` })}
            {...words}
          >
            {name}
          </text>
        ),
      )}
    </>
  );
}

function One({
  props,
  plan,
  bar,
  field,
  name,
}: {
  props: PanelProps;
  plan: Plan;
  bar: Bar;
  field: Field | undefined;
  name: string;
}) {
  if (!field) return null;
  const shown = field.display?.(bar.value);
  const color =
    field.config.color?.mode === 'thresholds' ? (shown?.color ?? colorOf(props, field)) : colorOf(props, field);
  const custom = bag(field.config.custom);
  const label = shown ? formattedValueToString(shown) : String(bar.value);
  const written =
    props.options.showValue === 'always' ||
    (props.options.showValue !== 'never' && (plan.across ? bar.height >= 14 : bar.width >= label.length * 7));
  return (
    <g>
      <rect
        x={bar.x}
        y={bar.y}
        width={bar.width}
        height={bar.height}
        fill={color}
        fillOpacity={number(custom.fillOpacity, 80) / 100}
        stroke={color}
        strokeWidth={number(custom.lineWidth, 1)}
        rx={number(props.options.barRadius, 0) * Math.min(bar.width, bar.height)}
      >
        <title>{`${name}: ${nameOf(field)} ${label}`}</title>
      </rect>
      {written && plan.stacked === 'none' && (
        <text
          x={plan.across ? bar.x + bar.width + 4 : bar.x + bar.width / 2}
          y={plan.across ? bar.y + bar.height / 2 : bar.y - 5}
          textAnchor={plan.across ? 'start' : 'middle'}
          {...(plan.across && { dominantBaseline: 'central' as const })}
          fontSize={11}
          fill={props.theme.colors.text.primary}
        >
          {label}
        </text>
      )}
    </g>
  );
}

export const barchart: Kind = {
  Component: BarChartPanel,
  options: { ...defaultOptions, legend: legendBelow, tooltip: singleTooltip },
  field: bySeries,
  custom: { ...defaultFieldConfig, hideFrom: { viz: false, legend: false, tooltip: false } },
};
