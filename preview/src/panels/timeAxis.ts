import { measureText, UPLOT_AXIS_FONT_SIZE, type UPlotConfigBuilder } from '@grafana/ui';
import type uPlot from 'uplot';

/** The space that the packages leave at a side without an axis. */
const SIDE = 8;
const RIGHT = 1;

/** An axis of uPlot, with the labels of the latest layout. */
interface LaidOutAxis extends uPlot.Axis {
  _splits?: (number | null)[];
  _values?: (string | null)[];
}

/** Gives a graph enough space at its sides for the first and last label of the time axis. */
export function fitTimeLabels(config: UPlotConfigBuilder): void {
  const side: uPlot.PaddingSide = (plot, side, [top, right, bottom, left], cycle) => {
    const across = side % 2 === 1;
    const crossed = across ? top || bottom : right || left;
    if (!crossed || [top, right, bottom, left][side]) return 0;
    return across && cycle > 0 ? Math.max(SIDE, overhang(plot, side)) : SIDE;
  };
  config.setPadding([side, side, side, side]);
}

/** The number of pixels by which the first or last label extends beyond the plot. */
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
