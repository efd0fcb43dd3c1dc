import type { GrafanaTheme2 } from '@grafana/data';

/** One group of bars: a category, or a bucket. */
export interface Group {
  name: string;
  bars: { value: number; color: string; text: string }[];
}

interface Props {
  groups: Group[];
  width: number;
  height: number;
  theme: GrafanaTheme2;
  label: string;
  stacked: boolean;
  horizontal: boolean;
  /** Share of its place that a group takes. */
  share: number;
  opacity: number;
  line: number;
  values: 'auto' | 'always' | 'never';
  format: (value: number) => string;
}

const AXIS = 48;
const NAMES = 22;
/** Where bars stand closer, only every second, third, ... has its name below it. */
const NAME_WIDTH = 44;
const TICKS = 5;

/** Bars on two axes, as SVG. */
export function Bars(props: Props) {
  const { groups, width, height, theme, label, horizontal } = props;
  const [low, high] = limits(groups, props.stacked);
  const ticks = ticksOf(low, high);
  const [from, to] = [Math.min(low, ticks[0] ?? low), Math.max(high, ticks.at(-1) ?? high)];
  const left = horizontal ? Math.min(width / 3, 120) : AXIS;
  const room = { left, top: 6, width: Math.max(1, width - left - 8), height: Math.max(1, height - NAMES - 6) };
  const across = horizontal ? room.width : room.height;
  const along = horizontal ? room.height : room.width;
  const at = (value: number) => ((value - from) / (to - from || 1)) * across;
  const slot = along / Math.max(groups.length, 1);
  const drawn = { ...props, room, at, slot };
  return (
    <svg width={width} height={height} role="img" aria-label={label} className="bw-svg">
      {ticks.map((tick) => (
        <Tick key={tick} value={props.format(tick)} at={at(tick)} room={room} horizontal={horizontal} theme={theme} />
      ))}
      {groups.map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two categories may have one name
        <Bar key={index} group={group} index={index} {...drawn} />
      ))}
    </svg>
  );
}

interface Room {
  left: number;
  top: number;
  width: number;
  height: number;
}

function Tick({
  value,
  at,
  room,
  horizontal,
  theme,
}: {
  value: string;
  at: number;
  room: Room;
  horizontal: boolean;
  theme: GrafanaTheme2;
}) {
  const x = room.left + at;
  const y = room.top + room.height - at;
  const line = horizontal
    ? { x1: x, x2: x, y1: room.top, y2: room.top + room.height }
    : { x1: room.left, x2: room.left + room.width, y1: y, y2: y };
  const place = horizontal
    ? { x, y: room.top + room.height + 14, textAnchor: 'middle' as const }
    : { x: room.left - 6, y: y + 4, textAnchor: 'end' as const };
  return (
    <>
      <line {...line} stroke={theme.colors.border.weak} />
      <text {...place} fontSize={12} fill={theme.colors.text.primary}>
        {value}
      </text>
    </>
  );
}

type BarProps = Props & { group: Group; index: number; room: Room; at: (value: number) => number; slot: number };

function Bar(props: BarProps) {
  const { group, index, room, slot, horizontal, theme } = props;
  const lanes = props.stacked ? 1 : Math.max(group.bars.length, 1);
  const thick = (slot * props.share) / lanes;
  const start = index * slot + (slot * (1 - props.share)) / 2;
  const named = index % Math.ceil((horizontal ? 14 : NAME_WIDTH) / slot) === 0;
  let base = 0;
  return (
    <g>
      {group.bars.map((bar, lane) => {
        const from = props.stacked ? base : 0;
        base += props.stacked ? bar.value : 0;
        const box = boxOf(props, start + (props.stacked ? 0 : lane) * thick, thick, from, from + bar.value);
        // biome-ignore lint/suspicious/noArrayIndexKey: a bar is where its series stands
        return <OneBar key={`${lane} ${bar.text}`} {...props} bar={bar} box={box} />;
      })}
      {named && (
        <text
          x={horizontal ? room.left - 6 : room.left + (index + 0.5) * slot}
          y={horizontal ? room.top + (index + 0.5) * slot + 4 : room.top + room.height + 15}
          textAnchor={horizontal ? 'end' : 'middle'}
          fontSize={12}
          fill={theme.colors.text.primary}
        >
          {shortened(group.name, horizontal ? room.left : Math.max(slot, NAME_WIDTH))}
        </text>
      )}
    </g>
  );
}

function boxOf({ room, at, horizontal }: BarProps, along: number, thick: number, from: number, to: number): Room {
  const [low, high] = [at(Math.min(from, to)), at(Math.max(from, to))];
  if (horizontal) return { left: room.left + low, top: room.top + along, width: high - low, height: thick };
  return { left: room.left + along, top: room.top + room.height - high, width: thick, height: high - low };
}

function OneBar({
  bar,
  box,
  opacity,
  line,
  values,
  horizontal,
  theme,
}: BarProps & { bar: Group['bars'][number]; box: Room }) {
  const fits = horizontal ? box.height >= 12 : box.width >= bar.text.length * 7;
  const place = horizontal
    ? { x: box.left + box.width + 4, y: box.top + box.height / 2 + 4 }
    : { x: box.left + box.width / 2, y: Math.max(12, box.top - 4) };
  return (
    <>
      <rect
        x={box.left}
        y={box.top}
        width={Math.max(0, box.width)}
        height={Math.max(0, box.height)}
        fill={bar.color}
        fillOpacity={opacity}
        stroke={bar.color}
        strokeWidth={line}
      >
        <title>{bar.text}</title>
      </rect>
      {values !== 'never' && (values === 'always' || fits) && (
        <text {...place} textAnchor={horizontal ? 'start' : 'middle'} fontSize={12} fill={theme.colors.text.primary}>
          {bar.text}
        </text>
      )}
    </>
  );
}

function limits(groups: Group[], stacked: boolean): [number, number] {
  const ends = groups.flatMap((group) =>
    stacked ? [group.bars.reduce((sum, bar) => sum + bar.value, 0)] : group.bars.map((bar) => bar.value),
  );
  const [low, high] = [ends.reduce((a, b) => Math.min(a, b), 0), ends.reduce((a, b) => Math.max(a, b), 0)];
  return low === high ? [0, 1] : [low, high];
}

/** Round numbers over the range: multiples of 1, 2 or 5 of a power of ten. */
export function ticksOf(low: number, high: number): number[] {
  const rough = (high - low) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough) ?? rough;
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  return [...Array(last - first + 1).keys()].map((i) => Number(((first + i) * step).toPrecision(12)));
}

function shortened(name: string, room: number): string {
  const letters = Math.max(1, Math.floor(room / 7));
  return name.length <= letters ? name : `${name.slice(0, Math.max(1, letters - 1))}…`;
}
