import { Tooltip, type UPlotConfigBuilder } from '@grafana/ui';
import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  useLayoutEffect,
  useState,
} from 'react';
import type uPlot from 'uplot';

/** The plot of a graph, updated each time that it is drawn. */
export function usePlot(config: UPlotConfigBuilder): uPlot | null {
  const [drawn, setDrawn] = useState<{ plot: uPlot } | null>(null);
  useLayoutEffect(() => config.addHook('draw', (plot) => setDrawn({ plot })), [config]);
  return drawn?.plot ?? null;
}

/** Elements over a plot, clipped to the plot or not. */
export function Overlay({ plot, clipped, children }: { plot: uPlot; clipped?: boolean; children: ReactNode }) {
  const [left = 0, top = 0, width = 0, height = 0] = [
    plot.bbox.left,
    plot.bbox.top,
    plot.bbox.width,
    plot.bbox.height,
  ].map((pixels) => pixels / window.devicePixelRatio);
  return (
    <div className="bw-overlay" style={{ left, top, width, height, overflow: clipped ? 'hidden' : 'visible' }}>
      {children}
    </div>
  );
}

/** An element on a plot, with a popup. */
export interface Point {
  x: number;
  y: number;
  /** The text of the element for screen readers. */
  label: string;
  popup: ReactElement;
  className: string;
  style: CSSProperties;
}

/** Points that show a popup under the mouse or for the keyboard: Tab selects the first point, arrow keys the others. */
export function Points({ points }: { points: Point[] }) {
  const [pointed, setPointed] = useState<number | null>(null);
  const current = pointed === null ? undefined : points[pointed];
  const none = () => setPointed(null);
  return (
    <div>
      {points.map(({ label, className, style }, i) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: they have no other key
          key={i}
          type="button"
          className={`bw-point ${className}`}
          style={style}
          aria-label={label}
          tabIndex={i === 0 ? 0 : -1}
          onMouseEnter={() => setPointed(i)}
          onMouseLeave={none}
          onFocus={() => setPointed(i)}
          onBlur={none}
          onKeyDown={toNeighbour}
        />
      ))}
      {current && (
        <Tooltip show placement="bottom" content={current.popup}>
          <span className="bw-anchor" style={{ left: current.x, top: current.y }} inert />
        </Tooltip>
      )}
    </div>
  );
}

function toNeighbour({ key, currentTarget }: KeyboardEvent): void {
  const next = { ArrowRight: currentTarget.nextElementSibling, ArrowLeft: currentTarget.previousElementSibling }[key];
  if (next instanceof HTMLButtonElement) next.focus();
}
