import type { Field } from '@grafana/data';
import { UPLOT_AXIS_FONT_SIZE } from '@grafana/ui';
import { number } from '../page/values';
import { stepOf, TO_NAME, TO_VALUE, tickText, valueText, widthOf } from './barAxes';
import type { Bar, Plan } from './bars';
import type { PanelProps } from './kind';

interface Props {
  props: PanelProps;
  plan: Plan;
  field: Field | undefined;
}

/** The lines and labels of both axes. */
export function BarAxes(drawn: Props) {
  return drawn.plan.across ? <Lying {...drawn} /> : <Standing {...drawn} />;
}

function wordsOf({ theme }: PanelProps) {
  return { fontSize: UPLOT_AXIS_FONT_SIZE, fill: theme.colors.text.primary };
}

function gridOf({ theme }: PanelProps) {
  return { stroke: theme.isDark ? 'rgba(240, 250, 255, 0.09)' : 'rgba(0, 10, 23, 0.09)' };
}

function Lying({ props, plan, field }: Props) {
  const { box, ticks, names, place } = plan;
  return (
    <>
      {ticks.map((tick) => (
        <g key={tick}>
          <line {...across(place(tick))} y1={box.top} y2={box.bottom} {...gridOf(props)} />
          <text x={place(tick)} y={box.bottom + 18} textAnchor="middle" {...wordsOf(props)}>
            {tickText(field, tick, stepOf(ticks))}
          </text>
        </g>
      ))}
      {names.map(({ name, at, index }) => (
        <text key={index} x={box.left - TO_NAME} y={at} textAnchor="end" dominantBaseline="central" {...wordsOf(props)}>
          {name}
        </text>
      ))}
    </>
  );
}

function across(at: number) {
  const sharp = Math.round(at) + 0.5;
  return { x1: sharp, x2: sharp };
}

function Standing({ props, plan, field }: Props) {
  const { box, ticks, names, place } = plan;
  const turn = number(props.options.xTickLabelRotation, 0);
  const low = box.bottom + (turn === 0 ? TO_NAME : TO_VALUE);
  return (
    <>
      {ticks.map((tick) => {
        const at = Math.round(place(tick)) + 0.5;
        return (
          <g key={tick}>
            <line x1={box.left} x2={box.right} y1={at} y2={at} {...gridOf(props)} />
            <text x={box.left - TO_VALUE} y={at} textAnchor="end" dominantBaseline="central" {...wordsOf(props)}>
              {tickText(field, tick, stepOf(ticks))}
            </text>
          </g>
        );
      })}
      {names.map(({ name, at, index }) => (
        <text
          key={index}
          x={at}
          y={low}
          textAnchor={turn === 0 ? 'middle' : turn < 0 ? 'end' : 'start'}
          dominantBaseline={turn === 0 ? 'hanging' : 'central'}
          {...(turn !== 0 && { transform: `rotate(${turn} ${at} ${low})` })}
          {...wordsOf(props)}
        >
          {name}
        </text>
      ))}
    </>
  );
}

const SMALLEST = 8;
const LARGEST_LYING = 29;
const LARGEST_UPRIGHT = 30;
/** The largest fraction of a bar's width that its value may take. */
const SHARE = 0.68;
/**
 * The largest fraction of a bar's thickness for the value next to it, and how much wider than the text its space must
 * be.
 */
const THICK_SHARE = 0.75;
const ROOM = 1.04;
/** A correction: Grafana's axis is a little shorter. */
const LESS = 0.25;

/**
 * The font size of the values at the bars. Either all bars have a value or none: if one value would be too small,
 * Grafana draws no values, even if the option is "always".
 */
export function valueSize(plan: Plan, bars: Bar[], series: Field[], show: unknown): number {
  if (show === 'never' || bars.length === 0) return 0;
  const widest = Math.max(...bars.map((bar) => widthOf(valueText(series[bar.series], bar.value))));
  return plan.across ? sizeOfLying(plan, bars, widest) : sizeOfStanding(plan, bars, widest);
}

function sizeOfLying({ box }: Plan, bars: Bar[], widest: number): number {
  const thick = Math.min(...bars.map((bar) => bar.height));
  const free = Math.min(...bars.map((bar) => box.right - bar.x - bar.width)) - gapTo(thick) + 1;
  const fits = Math.floor((free * UPLOT_AXIS_FONT_SIZE) / Math.max(ROOM * widest, 1));
  const size = Math.min(LARGEST_LYING, Math.floor(THICK_SHARE * thick), fits);
  return size >= SMALLEST ? size : 0;
}

/** The distance from a horizontal bar to its value. */
function gapTo(thick: number): number {
  return Math.min(10, Math.round(0.15 * thick));
}

/** Shrinks the values to the width of a bar and to the free space above the highest bar. */
function sizeOfStanding({ box }: Plan, bars: Bar[], widest: number): number {
  const thick = Math.min(...bars.map((bar) => bar.width));
  const free = Math.min(...bars.map((bar) => bar.end - box.top));
  const fits = Math.floor((SHARE * thick * UPLOT_AXIS_FONT_SIZE) / Math.max(widest, 1));
  const size = Math.min(LARGEST_UPRIGHT, fits, Math.round(free - above(thick) - LESS));
  return size >= SMALLEST ? size : 0;
}

/** The distance from a vertical bar to its value. */
function above(thick: number): number {
  return Math.min(5, Math.max(2, thick / 10));
}

interface TextProps {
  props: PanelProps;
  plan: Plan;
  bar: Bar;
  text: string;
  size: number;
}

export function ValueText({ props, plan, bar, text, size }: TextProps) {
  const fill = props.theme.colors.text.primary;
  return plan.across ? (
    <text
      x={bar.x + bar.width + gapTo(bar.height)}
      y={bar.y + bar.height / 2}
      dominantBaseline="central"
      fontSize={size}
      fill={fill}
    >
      {text}
    </text>
  ) : (
    <text x={bar.x + bar.width / 2} y={bar.y - above(bar.width)} textAnchor="middle" fontSize={size} fill={fill}>
      {text}
    </text>
  );
}
