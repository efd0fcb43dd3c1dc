import { dateTimeFormat } from '@grafana/data';
import { TagList, type UPlotConfigBuilder } from '@grafana/ui';
import type uPlot from 'uplot';
import type { Mark } from '../data/marks';
import { Overlay, type Point, Points, usePlot } from './overlay';

interface Props {
  config: UPlotConfigBuilder;
  marks: Mark[];
  timeZone: string;
}

/** Half the width of a line, and half that of a marker, in pixels. */
const LINE = 1;
const MARKER = 5;

/** Annotations over a graph: a dashed line at a time, a shade over a time range, and a marker below the axis. */
export function Marks({ config, marks, timeZone }: Props) {
  const plot = usePlot(config);
  if (!plot || marks.length === 0) return null;
  const placed = marks.map((mark) => ({
    mark,
    left: plot.valToPos(mark.from, 'x'),
    right: plot.valToPos(mark.to, 'x'),
  }));
  return (
    <>
      <Overlay plot={plot} clipped>
        {placed.map(({ mark, left, right }, i) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: they have no other name
            key={i}
            className={isRegion(mark) ? 'bw-mark-region' : 'bw-mark-line'}
            style={{ color: mark.color, left: left - LINE, width: right - left + 2 * LINE }}
          />
        ))}
      </Overlay>
      <Overlay plot={plot}>
        <Points points={placed.flatMap((one) => markerOf(plot, one, timeZone))} />
      </Overlay>
    </>
  );
}

/** A triangle below a single time, or a bar below the visible part of a time range; nothing outside the graph. */
function markerOf(
  plot: uPlot,
  { mark, left, right }: { mark: Mark; left: number; right: number },
  zone: string,
): Point[] {
  const { width, height } = plot.over.getBoundingClientRect();
  if (right < 0 || left > width) return [];
  const [from, to] = [Math.max(left, 0), Math.min(right, width)];
  const popup = <MarkPopup mark={mark} timeZone={zone} />;
  const label = [mark.title, mark.text, ...mark.tags, timeOf(mark, zone)].filter(Boolean).join(', ');
  const common = { x: (from + to) / 2, y: height + MARKER, label, popup };
  return [
    isRegion(mark)
      ? { ...common, className: 'bw-marker-region', style: { color: mark.color, left: from, width: to - from } }
      : { ...common, className: 'bw-marker', style: { color: mark.color, left: left - MARKER } },
  ];
}

function isRegion({ from, to }: Mark): boolean {
  return to > from;
}

function timeOf({ from, to }: Mark, timeZone: string): string {
  const times = from === to ? [from] : [from, to];
  return times.map((time) => dateTimeFormat(time, { timeZone })).join(' - ');
}

function MarkPopup({ mark, timeZone }: { mark: Mark; timeZone: string }) {
  return (
    <div className="bw-popup">
      <div className="bw-popup-head">{timeOf(mark, timeZone)}</div>
      {mark.title && <div>{mark.title}</div>}
      {mark.text && <div>{mark.text}</div>}
      {mark.tags.length > 0 && <TagList className="bw-popup-tags" tags={mark.tags} />}
    </div>
  );
}
