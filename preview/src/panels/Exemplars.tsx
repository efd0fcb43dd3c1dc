import { type DataFrame, dateTimeFormat, type Field, type GrafanaTheme2, getFieldSeriesColor } from '@grafana/data';
import type { UPlotConfigBuilder } from '@grafana/ui';
import { Fragment } from 'react';
import type uPlot from 'uplot';
import type { Exemplar } from '../data/exemplars';
import { bag } from '../page/values';
import { Overlay, type Point, Points, usePlot } from './overlay';

interface Props {
  config: UPlotConfigBuilder;
  exemplars: Exemplar[];
  timeZone: string;
  /** The vertical pixel position of a value; null if the value is outside the graph. */
  heightOf: (plot: uPlot, value: number) => number | null;
  /** The colour; null for an exemplar of a series that is hidden. */
  colorOf: (exemplar: Exemplar) => string | null;
}

/** Half the size of a diamond, in pixels. */
const HALF = 3.5;

/** Small diamonds at exemplars, which show the exemplar's labels in a popup. */
export function Exemplars({ config, exemplars, timeZone, heightOf, colorOf }: Props) {
  const plot = usePlot(config);
  if (!plot || exemplars.length === 0) return null;
  const points = exemplars.flatMap((one): Point[] => {
    const [x, y, color] = [plot.valToPos(one.time, 'x'), heightOf(plot, one.value), colorOf(one)];
    const { min = 0, max = 0 } = plot.scales.x ?? {};
    if (y === null || color === null || one.time < Number(min) || one.time > Number(max)) return [];
    const time = dateTimeFormat(one.time, { timeZone });
    const pairs = [['Value', String(one.value)] as const, ...Object.entries(one.labels)];
    return [
      {
        x,
        y: y + HALF,
        label: ['Exemplar', time, ...pairs.map((pair) => pair.join(' '))].join(', '),
        popup: <ExemplarPopup time={time} pairs={pairs} />,
        className: 'bw-exemplar',
        style: { color, left: x - HALF, top: y - HALF },
      },
    ];
  });
  return (
    <Overlay plot={plot}>
      <Points points={points} />
    </Overlay>
  );
}

function ExemplarPopup({ time, pairs }: { time: string; pairs: (readonly [string, string])[] }) {
  return (
    <div className="bw-popup">
      <div className="bw-popup-head">
        Exemplar
        <br />
        {time}
      </div>
      <dl className="bw-labels">
        {pairs.map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
    </div>
  );
}

/**
 * The field of the series to which an exemplar belongs: all labels of the field are also labels of the exemplar.
 * Otherwise the first field.
 */
export function fieldOf({ fields }: DataFrame, { labels }: Exemplar): Field | undefined {
  const series = fields.slice(1);
  const among = ({ labels: own = {} }: Field) =>
    Object.entries(own).every(([name, value]) => name === '__name__' || labels[name] === value);
  return series.find(among) ?? series[0];
}

export function colorOfField(field: Field | undefined, theme: GrafanaTheme2): string | null {
  if (!field || bag(bag(field.config.custom).hideFrom).viz === true) return null;
  return getFieldSeriesColor(field, theme).color;
}
