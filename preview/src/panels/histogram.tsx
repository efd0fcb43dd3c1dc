import {
  buildHistogram,
  type Field,
  FieldType,
  formattedValueToString,
  getHistogramFields,
  histogramFieldsToFrame,
} from '@grafana/data';
import {
  defaultFieldConfig,
  defaultOptions,
} from '@grafana/schema/dist/esm/raw/composable/histogram/panelcfg/x/HistogramPanelCfg_types.gen';
import { useMemo } from 'react';
import { bag, number } from '../page/values';
import { Bars, type Group } from './bars';
import { bySeries, type Kind, legendBelow, type PanelProps, singleTooltip } from './kind';
import { NoData } from './NoData';

function HistogramPanel(props: PanelProps) {
  const { frames, options, theme, width, height } = props;
  const groups = useMemo(() => groupsOf(props), [frames, options, theme]);
  if (groups.length === 0) return <NoData {...props} />;
  const custom = bag(props.fieldConfig.defaults.custom);
  return (
    <Bars
      groups={groups}
      width={width}
      height={height}
      theme={theme}
      label={props.title}
      stacked={false}
      horizontal={false}
      share={0.96}
      opacity={number(custom.fillOpacity, 80) / 100}
      line={number(custom.lineWidth, 1)}
      values="never"
      format={String}
    />
  );
}

function groupsOf({ frames, options, theme }: PanelProps): Group[] {
  const asked = number(options.bucketSize, 0);
  const info = buildHistogram(frames, {
    bucketCount: number(options.bucketCount, 30),
    bucketOffset: number(options.bucketOffset, 0),
    combine: options.combine === true,
    ...(asked > 0 && { bucketSize: asked }),
  });
  const found = info && getHistogramFields(histogramFieldsToFrame(info, theme));
  if (!found) return [];
  return found.xMin.values.map((from, row) => ({
    name: shown(found.xMin, from),
    bars: found.counts
      .filter((field) => field.type === FieldType.number)
      .map((field) => ({
        value: Number(field.values[row] ?? 0),
        color: field.display?.(field.values[row]).color ?? theme.visualization.getColorByName('green'),
        text: `${shown(found.xMin, from)} to ${shown(found.xMax, found.xMax.values[row])}: ${field.values[row] ?? 0}`,
      })),
  }));
}

function shown(field: Field, value: unknown): string {
  return field.display ? formattedValueToString(field.display(value)) : String(value);
}

export const histogram: Kind = {
  Component: HistogramPanel,
  options: { ...defaultOptions, legend: legendBelow, tooltip: singleTooltip },
  field: bySeries,
  custom: { ...defaultFieldConfig },
};
