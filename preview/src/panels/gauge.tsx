import { type FieldDisplay, formattedValueToString, ThresholdsMode } from '@grafana/data';
import { defaultOptions } from '@grafana/schema/dist/esm/raw/composable/gauge/panelcfg/x/GaugePanelCfg_types.gen';
import { VizRepeater } from '@grafana/ui';
import { number } from '../page/values';
import { byThreshold, type Kind, lastValue, type PanelProps } from './kind';
import { Linked } from './Linked';
import { arc, pointAt } from './shapes';
import { orientationOf, textOf, valuesOf } from './values';

/** A gauge is open at the bottom: it runs over 240 degrees, from lower left to lower right. */
const START = -120;
const END = 120;

function GaugePanel(props: PanelProps) {
  const { frames, options, width, height } = props;
  const manual = options.sizing === 'manual';
  return (
    <VizRepeater<FieldDisplay>
      getValues={() => valuesOf(props)}
      renderValue={({ value, width: w, height: h, count }) => (
        <Linked value={value}>
          <Gauge panel={props} value={value} width={w} height={h} named={count > 1} />
        </Linked>
      )}
      width={width}
      height={height}
      source={frames}
      renderCounter={0}
      autoGrid
      orientation={orientationOf(options)}
      minVizWidth={manual ? number(options.minVizWidth, 75) : 75}
      minVizHeight={manual ? number(options.minVizHeight, 75) : 75}
    />
  );
}

interface GaugeProps {
  panel: PanelProps;
  value: FieldDisplay;
  width: number;
  height: number;
  named: boolean;
}

function Gauge({ panel, value, width, height, named }: GaugeProps) {
  const { theme, options } = panel;
  const scale = scaleOf(value);
  const title = named || value.field.displayName ? (value.display.title ?? '') : '';
  const below = title ? Math.min(20, height / 5) : 0;
  const outer = Math.max(4, Math.min(width / 2 - 8, (height - below) / 1.55 - 4));
  const [x, y] = [width / 2, (height - below) / 2 + outer * 0.22];
  const markers = options.showThresholdMarkers !== false ? outer * 0.05 : 0;
  const [ring, thick] = [outer - markers * 1.6, outer * 0.22];
  const shown = formattedValueToString(value.display);
  const text = textOf(options);
  const size = text?.valueSize ?? Math.min(outer * 0.42, (outer * 2.2) / Math.max(shown.length, 1));
  return (
    <svg
      width={width}
      height={height}
      role="img"
      aria-label={`${value.display.title ?? ''} ${shown}`.trim()}
      className="bw-svg"
    >
      <path d={arc(x, y, ring - thick, ring, START, END)} fill={theme.colors.background.secondary} />
      <path
        d={arc(x, y, ring - thick, ring, START, angleOf(value.display.numeric, scale))}
        fill={value.display.color ?? theme.colors.text.primary}
      />
      {markers > 0 &&
        bandsOf(panel, value, scale).map((band) => (
          <path
            key={band.from}
            d={arc(x, y, outer - markers, outer, angleOf(band.from, scale), angleOf(band.to, scale))}
            fill={band.color}
          />
        ))}
      {options.showThresholdLabels === true && (
        <Labels panel={panel} value={value} scale={scale} at={{ x, y, radius: outer + 10 }} />
      )}
      <text
        x={x}
        y={y}
        textAnchor="middle"
        dominantBaseline="central"
        fontSize={size}
        fontWeight={500}
        fill={value.display.color ?? theme.colors.text.primary}
      >
        {shown}
      </text>
      {title && (
        <text
          x={x}
          y={height - below / 2}
          textAnchor="middle"
          dominantBaseline="central"
          fontSize={text?.titleSize ?? Math.min(14, below * 0.8)}
          fill={theme.colors.text.primary}
        >
          {title}
        </text>
      )}
    </svg>
  );
}

interface Scale {
  min: number;
  max: number;
}

function Labels({
  panel,
  value,
  scale,
  at,
}: {
  panel: PanelProps;
  value: FieldDisplay;
  scale: Scale;
  at: { x: number; y: number; radius: number };
}) {
  const format = value.view?.getFieldDisplayProcessor(value.colIndex ?? 0);
  return bandsOf(panel, value, scale).map(({ from }) => {
    const [x, y] = pointAt(at.x, at.y, at.radius, angleOf(from, scale));
    return (
      <text key={from} x={x} y={y} textAnchor="middle" fontSize={10} fill={panel.theme.colors.text.secondary}>
        {format ? formattedValueToString(format(from)) : from}
      </text>
    );
  });
}

function scaleOf({ field }: FieldDisplay): Scale {
  const min = number(field.min, 0);
  const max = number(field.max, 100);
  return max > min ? { min, max } : { min, max: min + 1 };
}

export function angleOf(value: number, { min, max }: Scale): number {
  const share = Number.isFinite(value) ? (value - min) / (max - min) : 0;
  return START + Math.min(1, Math.max(0, share)) * (END - START);
}

/** The thresholds as stretches of the scale. */
export function bandsOf({ theme }: Pick<PanelProps, 'theme'>, { field }: Pick<FieldDisplay, 'field'>, scale: Scale) {
  const { mode, steps = [] } = field.thresholds ?? {};
  const real = (v: number) =>
    mode === ThresholdsMode.Percentage ? scale.min + (v / 100) * (scale.max - scale.min) : v;
  const edges = steps.map((step) => Math.max(scale.min, real(step.value)));
  return steps.flatMap((step, i) => {
    const [from, to] = [edges[i] ?? scale.min, Math.min(edges[i + 1] ?? scale.max, scale.max)];
    return to > from ? [{ from, to, color: theme.visualization.getColorByName(step.color) }] : [];
  });
}

export const gauge: Kind = {
  Component: GaugePanel,
  options: { ...defaultOptions, reduceOptions: lastValue, orientation: 'auto' },
  field: byThreshold,
  custom: {},
  needsNoData: true,
};
