import { type DataFrame, type Field, FieldType, formattedValueToString, getFieldDisplayName } from '@grafana/data';
import { LegendDisplayMode } from '@grafana/schema';
import {
  defaultFieldConfig,
  defaultOptions,
} from '@grafana/schema/dist/esm/raw/composable/barchart/panelcfg/x/BarChartPanelCfg_types.gen';
import { VizLayout, VizLegend } from '@grafana/ui';
import { bag, number, oneOf, text } from '../page/values';
import { Bars, type Group } from './bars';
import { bySeries, type Kind, legendBelow, type PanelProps, singleTooltip } from './kind';
import { NoData } from './NoData';
import { legendOf } from './timeseries';

function BarChartPanel(props: PanelProps) {
  const { frames, width, height, options, theme } = props;
  const frame = frames.find((one) => one.length > 0);
  const names = frame && namesOf(frame, text(options.xField));
  const fields =
    frame?.fields.filter(
      (field) => field.type === FieldType.number && field !== names && field.config.custom?.hideFrom?.viz !== true,
    ) ?? [];
  if (!frame || !names || fields.length === 0) return <NoData {...props} />;
  const custom = bag(fields[0]?.config.custom);
  return (
    <VizLayout width={width} height={height} legend={legendFor(props, fields, frame)}>
      {(w, h) => (
        <Bars
          groups={groupsOf(names, fields)}
          width={w}
          height={h}
          theme={theme}
          label={props.title}
          stacked={options.stacking === 'normal' || options.stacking === 'percent'}
          horizontal={options.orientation === 'horizontal'}
          share={number(options.groupWidth, 0.7)}
          opacity={number(custom.fillOpacity, 80) / 100}
          line={number(custom.lineWidth, 1)}
          values={oneOf(options.showValue, ['auto', 'always', 'never'] as const, 'auto')}
          format={(value) => shown(fields[0], value)}
        />
      )}
    </VizLayout>
  );
}

/** What the bars are named by: the field that is asked for, else the first text, else the time. */
function namesOf(frame: DataFrame, asked: string): Field | undefined {
  const all = frame.fields;
  return (
    all.find((field) => asked !== '' && (field.name === asked || getFieldDisplayName(field, frame) === asked)) ??
    all.find((field) => field.type === FieldType.string) ??
    all.find((field) => field.type === FieldType.time)
  );
}

function groupsOf(names: Field, fields: Field[]): Group[] {
  return names.values.map((name, row) => ({
    name: shown(names, name),
    bars: fields.map((field) => {
      const value = Number(field.values[row] ?? 0);
      const display = field.display?.(field.values[row]);
      return {
        value: Number.isFinite(value) ? value : 0,
        color: display?.color ?? 'currentcolor',
        text: shown(field, field.values[row]),
      };
    }),
  }));
}

function shown(field: Field | undefined, value: unknown): string {
  return field?.display ? formattedValueToString(field.display(value)) : String(value ?? '');
}

function legendFor(props: PanelProps, fields: Field[], frame: DataFrame) {
  const legend = legendOf(props.options);
  if (!legend.showLegend) return null;
  const items = fields.map((field) => ({
    label: getFieldDisplayName(field, frame),
    color: field.display?.(0).color ?? '',
    yAxis: 1,
  }));
  return (
    <VizLayout.Legend {...legend}>
      <VizLegend items={items} placement={legend.placement} displayMode={LegendDisplayMode.List} readonly />
    </VizLayout.Legend>
  );
}

export const barchart: Kind = {
  Component: BarChartPanel,
  options: { ...defaultOptions, legend: legendBelow, tooltip: singleTooltip },
  field: bySeries,
  custom: { ...defaultFieldConfig },
};
