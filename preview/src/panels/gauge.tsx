import { type FieldDisplay, formattedValueToString } from '@grafana/data';
import { defaultOptions } from '@grafana/schema/dist/esm/raw/composable/gauge/panelcfg/x/GaugePanelCfg_types.gen';
import { VizRepeater } from '@grafana/ui';
import { number } from '../page/values';
import { angleOf, END, type Place, placeOf, START, scaleOf, stretchesOf } from './gaugePlace';
import { byThreshold, type Kind, lastValue, type PanelProps } from './kind';
import { Linked } from './Linked';
import { arc, pointAt } from './shapes';
import { orientationOf, textOf, valuesOf } from './values';

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
  const title = named || value.field.displayName ? value.display.title : undefined;
  const shown = formattedValueToString(value.display);
  const size = textOf(options);
  const place = placeOf(width, height, shown, {
    named: title !== undefined,
    markers: options.showThresholdMarkers !== false,
    labels: options.showThresholdLabels === true,
    ...(size?.valueSize && { valueSize: size.valueSize }),
  });
  return (
    <div className="bw-gauge" style={{ width, height }}>
      <svg
        width={width}
        height={place.height}
        role="img"
        aria-label={`${value.display.title ?? ''} ${shown}`.trim()}
        className="bw-svg"
      >
        <Dial panel={panel} value={value} place={place} />
        <text
          x={place.x}
          y={place.y + place.fontSize * BELOW_MIDDLE}
          textAnchor="middle"
          dominantBaseline="central"
          fontSize={place.fontSize}
          fill={value.display.color ?? theme.colors.text.primary}
        >
          {shown}
        </text>
      </svg>
      {title !== undefined && <div style={{ fontSize: size?.titleSize ?? place.titleSize }}>{title}</div>}
    </div>
  );
}

/** The vertical position of the value, a little below the centre of the circle. */
const BELOW_MIDDLE = 0.26;

function Dial({ panel, value, place }: { panel: PanelProps; value: FieldDisplay; place: Place }) {
  const { theme, options } = panel;
  const { x, y, radius, thick, marker } = place;
  const scale = scaleOf(value);
  const track = radius - marker;
  const byThresholds = value.field.color?.mode === 'thresholds' && value.view !== undefined;
  const end = angleOf(value.display.numeric, scale);
  return (
    <>
      <path d={arc(x, y, track - thick, track, START, END)} fill={theme.colors.background.secondary} />
      <path d={arc(x, y, track - thick, track, START, end)} fill={value.display.color ?? theme.colors.text.primary} />
      {marker > 0 &&
        byThresholds &&
        stretchesOf(theme, value, scale).map((one) => (
          <path
            key={one.from}
            d={arc(x, y, track + marker * GAP, radius, angleOf(one.from, scale), angleOf(one.to, scale))}
            fill={one.color}
          />
        ))}
      {options.showThresholdLabels === true && <Labels panel={panel} value={value} place={place} />}
    </>
  );
}

/** The gap between the ring of thresholds and the track, as a fraction of the ring's width. */
const GAP = 0.2;

/** The labels at the beginning of each threshold, rotated along the arc. */
function Labels({ panel, value, place }: { panel: PanelProps; value: FieldDisplay; place: Place }) {
  const scale = scaleOf(value);
  const limits = [...stretchesOf(panel.theme, value, scale).map(({ from }) => from), scale.max];
  return limits.map((limit) => {
    const angle = angleOf(limit, scale);
    const [x, y] = pointAt(place.x, place.y, place.radius + place.marker, angle);
    return (
      <text
        key={limit}
        x={x}
        y={y}
        textAnchor="middle"
        fontSize={place.labelSize}
        transform={`rotate(${angle} ${x} ${y})`}
        fill={panel.theme.colors.text.primary}
      >
        {Number(limit.toFixed(value.field.decimals ?? 2))}
      </text>
    );
  });
}

export const gauge: Kind = {
  Component: GaugePanel,
  options: { ...defaultOptions, reduceOptions: lastValue, orientation: 'auto' },
  field: byThreshold,
  custom: {},
  needsNoData: true,
  limitsByUnit: true,
};
