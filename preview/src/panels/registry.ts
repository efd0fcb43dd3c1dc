import { text } from '../page/values';
import { barchart } from './barchart';
import { bargauge } from './bargauge';
import { gauge } from './gauge';
import { heatmap } from './heatmap';
import { histogram } from './histogram';
import type { Kind } from './kind';
import { logs } from './logs';
import { piechart } from './piechart';
import { stat } from './stat';
import { table } from './table';
import { textPanel } from './text';
import { stateTimeline, statusHistory } from './timeline';
import { timeseries } from './timeseries';

/** The kinds of panels that are drawn, under Grafana's names. */
const KINDS: Record<string, Kind> = {
  barchart,
  bargauge,
  gauge,
  heatmap,
  histogram,
  logs,
  piechart,
  stat,
  'state-timeline': stateTimeline,
  'status-history': statusHistory,
  table,
  text: textPanel,
  timeseries,
};

export function kindOf(type: unknown): Kind | undefined {
  const name = text(type);
  return Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
}
