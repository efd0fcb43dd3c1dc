import { dateTime, type GrafanaTheme2, type InterpolateFunction, type TimeRange } from '@grafana/data';
import { createContext, useContext } from 'react';
import type { Mark } from '../data/marks';
import { filler } from '../grafana/macros';
import { themeOf } from '../grafana/theme';
import { zoneOf } from '../grafana/zones';
import type { Annotation, BoardPage, Result, Selection, ThemeName } from '../model';
import type { Drawing } from './drawing';

/** The settings with which the data of panels is computed. */
export interface Source {
  theme: GrafanaTheme2;
  timeZone: string;
  results: Record<string, Result>;
  fill: InterpolateFunction;
}

/** The context of all panels of one board. */
export interface Around {
  source: Source;
  /** The whole time range of the board, and the part of it that graphs show. */
  range: TimeRange;
  seen: TimeRange;
  zoom: (span: Span) => void;
  /** The annotations of the board, and those of their marks that are shown now. */
  annotations: Annotation[];
  marks: Mark[];
  drawing: Drawing;
}

/** A time range in milliseconds since 1970. */
export interface Span {
  from: number;
  to: number;
}

export const AroundContext = createContext<Around | null>(null);

export function useAround(): Around {
  const around = useContext(AroundContext);
  if (!around) throw new Error('A panel is outside a board.');
  return around;
}

export function sourceOf(page: BoardPage, selection: Selection, theme: ThemeName): Source {
  return {
    theme: themeOf(theme),
    timeZone: zoneOf(page.timezone),
    results: page.results,
    fill: filler(selection.variables, page.range),
  };
}

export function rangeOf(span: Span): TimeRange {
  const ends = { from: dateTime(span.from), to: dateTime(span.to) };
  return { ...ends, raw: ends };
}

/** A part of the board's time range; null for the whole range. */
export function within(span: Span, { from, to }: Span): Span | null {
  const inside = { from: Math.max(span.from, from), to: Math.min(span.to, to) };
  return inside.to <= inside.from || (inside.from === from && inside.to === to) ? null : inside;
}
