import { type DisplayValueAlignmentFactors, type FieldDisplay, getDisplayValueAlignmentFactors } from '@grafana/data';
import { PercentChangeColorMode } from '@grafana/schema';
import { defaultOptions } from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import {
  BigValue,
  BigValueColorMode,
  BigValueGraphMode,
  BigValueJustifyMode,
  BigValueTextMode,
  VizRepeater,
} from '@grafana/ui';
import { oneOf } from '../page/values';
import { byThreshold, type Kind, lastValue, type PanelProps } from './kind';
import { Linked } from './Linked';
import { orientationOf, textOf, valuesOf } from './values';

interface Drawn {
  value: FieldDisplay;
  width: number;
  height: number;
  count: number;
  alignmentFactors: DisplayValueAlignmentFactors;
}

function StatPanel(props: PanelProps) {
  const { frames, options, width, height } = props;
  const graph = oneOf(options.graphMode, Object.values(BigValueGraphMode), BigValueGraphMode.Area);
  const values = () =>
    valuesOf(props, { sparkline: graph !== BigValueGraphMode.None, percentChange: options.showPercentChange === true });
  return (
    <VizRepeater<FieldDisplay, DisplayValueAlignmentFactors>
      getValues={values}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={(drawn) => <One panel={props} drawn={drawn} graph={graph} />}
      width={width}
      height={height}
      source={frames}
      renderCounter={0}
      itemSpacing={3}
      autoGrid
      orientation={orientationOf(options)}
    />
  );
}

function One({ panel, drawn, graph }: { panel: PanelProps; drawn: Drawn; graph: BigValueGraphMode }) {
  const { options, range, theme } = panel;
  const { value } = drawn;
  const sparkline = value.sparkline && { ...value.sparkline, timeRange: range };
  return (
    <Linked value={value}>
      <BigValue
        value={value.display}
        count={drawn.count}
        {...(sparkline && { sparkline })}
        colorMode={oneOf(options.colorMode, Object.values(BigValueColorMode), BigValueColorMode.Value)}
        graphMode={graph}
        justifyMode={oneOf(options.justifyMode, Object.values(BigValueJustifyMode), BigValueJustifyMode.Auto)}
        textMode={textModeOf(panel)}
        percentChangeColorMode={oneOf(
          options.percentChangeColorMode,
          Object.values(PercentChangeColorMode),
          PercentChangeColorMode.Standard,
        )}
        alignmentFactors={drawn.alignmentFactors}
        text={textOf(options)}
        width={drawn.width}
        height={drawn.height}
        theme={theme}
        disableWideLayout={options.wideLayout === false}
      />
    </Linked>
  );
}

/** A panel without a title also shows the name of its value. */
function textModeOf({ options, title }: PanelProps) {
  const mode = oneOf(options.textMode, Object.values(BigValueTextMode), BigValueTextMode.Auto);
  return mode === BigValueTextMode.Auto && title === '' ? BigValueTextMode.ValueAndName : mode;
}

export const stat: Kind = {
  Component: StatPanel,
  options: { ...defaultOptions, reduceOptions: lastValue, orientation: 'auto' },
  field: byThreshold,
  custom: {},
  needsNoData: true,
  limitsByUnit: true,
  toTheEdge: true,
};
