import {
  buildHistogram,
  type DataFrame,
  type Field,
  FieldType,
  formattedValueToString,
  getFieldSeriesColor,
  histogramFieldsToFrame,
} from '@grafana/data';
import { AxisPlacement, ScaleDirection, ScaleOrientation } from '@grafana/schema';
import {
  defaultFieldConfig,
  defaultOptions,
} from '@grafana/schema/dist/esm/raw/composable/histogram/panelcfg/x/HistogramPanelCfg_types.gen';
import {
  PlotLegend,
  TooltipPlugin2,
  UPlotChart,
  UPlotConfigBuilder,
  VizLayout,
  VizTooltipContent,
  VizTooltipHeader,
  VizTooltipWrapper,
} from '@grafana/ui';
import { useMemo } from 'react';
import uPlot from 'uplot';
import { bag, number } from '../page/values';
import { bySeries, type Kind, legendBelow, type PanelProps, singleTooltip } from './kind';
import { NoData } from './NoData';
import { legendOf } from './timeseries';

const ALL_SERIES = 1;

function HistogramPanel(props: PanelProps) {
  const { frames, width, height, options } = props;
  const frame = useMemo(() => counted(props), [frames, options, props.theme]);
  const config = useMemo(() => frame && configOf(props, frame), [frame, props.theme]);
  if (!frame || !config) return <NoData {...props} />;
  const legend = legendOf(options);
  return (
    <VizLayout
      width={width}
      height={height}
      legend={legend.showLegend ? <PlotLegend data={[frame]} config={config} {...legend} /> : null}
    >
      {(w, h) => (
        <UPlotChart config={config} data={config.prepData?.([frame]) as uPlot.AlignedData} width={w} height={h}>
          <TooltipPlugin2
            config={config}
            hoverMode={ALL_SERIES}
            render={(_plot, rows) => <Bucket frame={frame} row={rows.find((one) => one !== null) ?? null} />}
          />
        </UPlotChart>
      )}
    </VizLayout>
  );
}

function Bucket({ frame, row }: { frame: DataFrame; row: number | null }) {
  const [low, high, ...counts] = frame.fields;
  if (row === null || !low || !high) return null;
  const items = counts.map((field) => ({
    label: field.state?.displayName ?? field.name,
    value: String(field.values[row]),
    color: field.config.color?.fixedColor ?? '',
  }));
  return (
    <VizTooltipWrapper>
      <VizTooltipHeader item={{ label: '', value: `${shown(low, row)} - ${shown(high, row)}` }} />
      <VizTooltipContent items={items} />
    </VizTooltipWrapper>
  );
}

function shown(field: Field, row: number): string {
  return field.display ? formattedValueToString(field.display(field.values[row])) : String(field.values[row]);
}

/** The number of values in each bucket, counted by Grafana's packages. */
function counted({ frames, options, theme }: PanelProps): DataFrame | undefined {
  const numbers = frames.filter((frame) =>
    frame.fields.some((field) => field.type === FieldType.number && field.values.length > 0),
  );
  const size = number(options.bucketSize, 0);
  const built = buildHistogram(numbers, {
    combine: options.combine === true,
    bucketOffset: number(options.bucketOffset, 0),
    bucketCount: number(options.bucketCount, 30),
    ...(size > 0 && { bucketSize: size }),
  });
  return built ? colored(histogramFieldsToFrame(built, theme), theme) : undefined;
}

function colored(frame: DataFrame, theme: PanelProps['theme']): DataFrame {
  return {
    ...frame,
    fields: frame.fields.map((field, i) =>
      i < 2
        ? field
        : {
            ...field,
            config: {
              ...field.config,
              color: {
                ...field.config.color,
                mode: field.config.color?.mode ?? 'palette-classic',
                fixedColor: getFieldSeriesColor(field, theme).color,
              },
            },
          },
    ),
  };
}

function configOf({ theme }: PanelProps, frame: DataFrame): UPlotConfigBuilder {
  const config = new UPlotConfigBuilder();
  const [low, high, ...counts] = frame.fields;
  config.scaleKeys = ['x', 'y'];
  config.setPrepData(() => [low?.values ?? [], ...counts.map((field) => field.values)] as uPlot.AlignedData);
  const bounds: [number, number] = [low?.values[0] ?? 0, high?.values.at(-1) ?? 1];
  config.addScale({
    scaleKey: 'x',
    orientation: ScaleOrientation.Horizontal,
    direction: ScaleDirection.Right,
    range: () => bounds,
  });
  config.addScale({ scaleKey: 'y', orientation: ScaleOrientation.Vertical, direction: ScaleDirection.Up, softMin: 0 });
  const format = (value: number) => (low?.display ? formattedValueToString(low.display(value)) : String(value));
  config.addAxis({
    scaleKey: 'x',
    placement: AxisPlacement.Bottom,
    theme,
    formatValue: format,
    splits: (plot, _axis, _min, _max, _incr, space) => edgesOf(frame, plot.bbox.width / devicePixelRatio, space),
  });
  config.addAxis({
    scaleKey: 'y',
    placement: AxisPlacement.Left,
    theme,
    incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 1e5, 1e6],
  });
  for (const [i, field] of counts.entries()) addBars(config, theme, field, i + 2);
  return config;
}

/** Every n-th bucket edge, so that the labels have room. */
function edgesOf({ fields: [low, high], length }: DataFrame, width: number, space: number): number[] {
  const edges = [...(low?.values ?? []), ...(high?.values.slice(-1) ?? [])];
  const every = Math.max(1, Math.ceil((space * length) / Math.max(width, 1)));
  return edges.filter((_, i) => i % every === 0);
}

function addBars(config: UPlotConfigBuilder, theme: PanelProps['theme'], field: Field, index: number): void {
  const custom = bag(field.config.custom);
  const bars = uPlot.paths.bars?.({ align: 1, size: [1, Number.POSITIVE_INFINITY], gap: 1 });
  config.addSeries({
    scaleKey: 'y',
    theme,
    pathBuilder: bars ?? null,
    pointsFilter: () => null,
    pointsBuilder: () => false,
    lineColor: getFieldSeriesColor(field, theme).color,
    lineWidth: number(custom.lineWidth, 1),
    fillOpacity: number(custom.fillOpacity, 80),
    show: bag(custom.hideFrom).viz !== true,
    dataFrameFieldIndex: { frameIndex: 0, fieldIndex: index },
  });
}

export const histogram: Kind = {
  Component: HistogramPanel,
  options: { ...defaultOptions, legend: legendBelow, tooltip: singleTooltip },
  field: bySeries,
  custom: { ...defaultFieldConfig },
};
