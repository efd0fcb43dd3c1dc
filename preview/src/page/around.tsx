import { dateTime, type GrafanaTheme2, type InterpolateFunction, type TimeRange } from '@grafana/data';
import { createContext, useContext } from 'react';
import { filler } from '../grafana/macros';
import { themeOf } from '../grafana/theme';
import { zoneOf } from '../grafana/zones';
import type { BoardPage, Result, Selection, ThemeName } from '../model';
import type { Drawing } from './drawing';

/** What the panels of one board have around them. */
export interface Around {
  theme: GrafanaTheme2;
  timeZone: string;
  range: TimeRange;
  results: Record<string, Result>;
  fill: InterpolateFunction;
  drawing: Drawing;
}

export const AroundContext = createContext<Around | null>(null);

export function useAround(): Around {
  const around = useContext(AroundContext);
  if (!around) throw new Error('A panel stands outside a board.');
  return around;
}

export function aroundOf(page: BoardPage, selection: Selection, theme: ThemeName, drawing: Drawing): Around {
  const { from, to } = page.range;
  const ends = { from: dateTime(from), to: dateTime(to) };
  return {
    theme: themeOf(theme),
    timeZone: zoneOf(page.timezone),
    range: { ...ends, raw: ends },
    results: page.results,
    fill: filler(selection.variables, page.range),
    drawing,
  };
}
