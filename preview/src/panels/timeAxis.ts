import { measureText, UPLOT_AXIS_FONT_SIZE, type UPlotConfigBuilder } from '@grafana/ui';
import type uPlot from 'uplot';

/** The packages' own space at a side without an axis. */
const SIDE = 8;
const RIGHT = 1;

/** uPlot's axis with the labels of its latest layout. */
interface LaidOutAxis extends uPlot.Axis {
  _splits?: (number | null)[];
  _values?: (string | null)[];
}

/** Gives a graph enough space at its sides for the labels at the ends of its time axis. */
export function fitTimeLabels(config: UPlotConfigBuilder): void {
  const side: uPlot.PaddingSide = (plot, side, [top, right, bottom, left], cycle) => {
    const across = side % 2 === 1;
    const crossed = across ? top || bottom : right || left;
    if (!crossed || [top, right, bottom, left][side]) return 0;
    return across && cycle > 0 ? Math.max(SIDE, overhang(plot, side)) : SIDE;
  };
  config.setPadding([side, side, side, side]);
}

/** Pixels by which the outermost label reaches beyond the plot. */
function overhang(plot: uPlot, side: number): number {
  const { _splits: splits = [], _values: texts = [] } = (plot.axes.find((axis) => axis.scale === 'x') ??
    {}) as LaidOutAxis;
  const { min, max } = plot.scales.x ?? {};
  if (typeof min !== 'number' || typeof max !== 'number' || max <= min) return 0;
  const width = plot.bbox.width / window.devicePixelRatio || plot.width;
  const beyond = splits.map((split, i) => {
    const text = texts[i];
    if (split === null || !text) return 0;
    const share = side === RIGHT ? (max - split) / (max - min) : (split - min) / (max - min);
    return measureText(text, UPLOT_AXIS_FONT_SIZE).width / 2 - share * width;
  });
  return Math.ceil(Math.max(0, ...beyond));
}
