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

/** Where sizes are automatic, as https://grafana.com/docs/ says of bar gauges. */
const AUTOMATIC = { minVizWidth: 8, minVizHeight: 16, maxVizHeight: 300 };

function BarGaugePanel(props: PanelProps) {
  const { frames, options, width, height } = props;
  const sizes = sizesOf(options);
  return (
    <VizRepeater<FieldDisplay, DisplayValueAlignmentFactors>
      getValues={() => valuesOf(props)}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={({ value, ...drawn }) => (
        <Linked value={value}>
          <BarGauge {...barOf(props, value)} {...drawn} />
        </Linked>
      )}
      width={width}
      height={height}
      source={frames}
      renderCounter={0}
      itemSpacing={8}
      orientation={orientationOf(options)}
      {...sizes}
    />
  );
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
    itemSpacing: 8,
    lcdCellWidth: 12,
  };
}

export const bargauge: Kind = {
  Component: BarGaugePanel,
  options: { ...defaultOptions, reduceOptions: lastValue, orientation: VizOrientation.Auto },
  field: byThreshold,
  custom: {},
  needsNoData: true,
};
