import {
  type DisplayValueAlignmentFactors,
  type FieldDisplay,
  getDisplayValueAlignmentFactors,
  VizOrientation,
} from '@grafana/data';
import { BarGaugeDisplayMode, BarGaugeNamePlacement, BarGaugeValueMode } from '@grafana/schema';
import { defaultOptions } from '@grafana/schema/dist/esm/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen';
import { BarGauge, VizRepeater } from '@grafana/ui';
import type { ComponentProps } from 'react';
import { type Bag, number, oneOf } from '../page/values';
import { byThreshold, type Kind, lastValue, type PanelProps } from './kind';
import { Linked } from './Linked';
import { orientationOf, textOf, valuesOf } from './values';

/** The automatic sizes, as Grafana's documentation describes for bar gauges. */
const AUTOMATIC = { minVizWidth: 8, minVizHeight: 16, maxVizHeight: 300 };

function BarGaugePanel(props: PanelProps) {
  const { frames, options, width, height } = props;
  const sizes = sizesOf(options);
  const spacing = spacingOf(options);
  const orientation = orientationOf(options);
  const bar = (value: FieldDisplay, count: number): BarProps => ({
    ...barOf(props, value),
    itemSpacing: spacing,
    isOverflow: isLying(orientation, width, height) && count * (sizes.minVizHeight + spacing) > height + spacing,
  });
  return (
    <VizRepeater<FieldDisplay, DisplayValueAlignmentFactors>
      getValues={() => named(valuesOf(props))}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={({ value, count, ...drawn }) => (
        <Linked value={value}>
          <BarGauge {...bar(value, count)} {...drawn} />
        </Linked>
      )}
      width={width}
      height={height}
      source={frames}
      renderCounter={0}
      itemSpacing={spacing}
      orientation={orientation}
      {...sizes}
    />
  );
}

/** A single bar has no name, unless the board gives it one. */
function named(values: FieldDisplay[]): FieldDisplay[] {
  if (values.length > 1) return values;
  return values.map((value) =>
    value.field.displayName ? value : { ...value, display: { ...value.display, title: '' } },
  );
}

/** The space between bars, and between the cells of an LCD. */
function spacingOf(options: Bag): number {
  return options.displayMode === BarGaugeDisplayMode.Lcd ? 2 : 10;
}

/** The default of the packages' repeater component. */
function isLying(orientation: VizOrientation, width: number, height: number): boolean {
  return orientation === VizOrientation.Horizontal || (orientation === VizOrientation.Auto && width <= height);
}

function sizesOf(options: Bag): typeof AUTOMATIC {
  if (options.sizing !== 'manual') return AUTOMATIC;
  return {
    minVizWidth: number(options.minVizWidth, AUTOMATIC.minVizWidth),
    minVizHeight: number(options.minVizHeight, AUTOMATIC.minVizHeight),
    maxVizHeight: number(options.maxVizHeight, AUTOMATIC.maxVizHeight),
  };
}

type BarProps = Omit<ComponentProps<typeof BarGauge>, 'width' | 'height' | 'orientation'>;

function barOf({ options, theme }: PanelProps, value: FieldDisplay): BarProps {
  const { field, display, view, colIndex } = value;
  const text = textOf(options);
  const processor = view?.getFieldDisplayProcessor(colIndex ?? 0);
  return {
    value: display,
    field,
    theme,
    ...(processor && { display: processor }),
    ...(text && { text }),
    displayMode: oneOf(options.displayMode, Object.values(BarGaugeDisplayMode), BarGaugeDisplayMode.Gradient),
    valueDisplayMode: oneOf(options.valueMode, Object.values(BarGaugeValueMode), BarGaugeValueMode.Color),
    namePlacement: oneOf(options.namePlacement, Object.values(BarGaugeNamePlacement), BarGaugeNamePlacement.Auto),
    showUnfilled: options.showUnfilled !== false,
    lcdCellWidth: 12,
  };
}

export const bargauge: Kind = {
  Component: BarGaugePanel,
  options: { ...defaultOptions, reduceOptions: lastValue, orientation: VizOrientation.Auto },
  field: byThreshold,
  custom: {},
  needsNoData: true,
  limitsByUnit: true,
};
