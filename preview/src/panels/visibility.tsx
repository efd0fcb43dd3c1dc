import { type DataFrame, EventBusSrv, getFieldDisplayName } from '@grafana/data';
import { DashboardCursorSync } from '@grafana/schema';
import { PanelContextProvider, SeriesVisibilityChangeMode } from '@grafana/ui';
import { type ReactNode, useMemo, useState } from 'react';
import { CURSOR } from './hover';

export interface SeriesVisibility {
  frames: DataFrame[];
  /** A number that changes when other series are shown. */
  revision: number;
  toggle: (label: string | string[] | null, mode: SeriesVisibilityChangeMode) => void;
}

interface State {
  hidden: ReadonlySet<string>;
  revision: number;
}

/** A click on a legend entry shows only this series; with Ctrl or Shift, it hides or shows the series. */
export function useVisibility(frames: DataFrame[]): SeriesVisibility {
  const [state, setState] = useState<State>({ hidden: new Set(), revision: 1 });
  const names = useMemo(() => namesOf(frames), [frames]);
  const shown = useMemo(() => hideIn(frames, state.hidden), [frames, state.hidden]);
  const toggle: SeriesVisibility['toggle'] = (label, mode) => {
    if (typeof label !== 'string') return;
    setState((last) => ({ hidden: changed(last.hidden, names, label, mode), revision: last.revision + 1 }));
  };
  return { frames: shown, revision: state.revision, toggle };
}

export function changed(
  hidden: ReadonlySet<string>,
  names: string[],
  label: string,
  mode: SeriesVisibilityChangeMode,
): ReadonlySet<string> {
  if (mode === SeriesVisibilityChangeMode.AppendToSelection) {
    const others = new Set(hidden);
    if (!others.delete(label)) others.add(label);
    return others;
  }
  const alone = !hidden.has(label) && names.every((name) => name === label || hidden.has(name));
  return new Set(alone ? [] : names.filter((name) => name !== label));
}

function namesOf(frames: DataFrame[]): string[] {
  return frames.flatMap((frame) => frame.fields.map((field) => getFieldDisplayName(field, frame, frames)));
}

function hideIn(frames: DataFrame[], hidden: ReadonlySet<string>): DataFrame[] {
  if (hidden.size === 0) return frames;
  return frames.map((frame) => ({
    ...frame,
    fields: frame.fields.map((field) => {
      if (field.type === 'time' || !hidden.has(getFieldDisplayName(field, frame, frames))) return field;
      const custom = { ...field.config.custom, hideFrom: { ...field.config.custom?.hideFrom, viz: true } };
      return { ...field, config: { ...field.config, custom } };
    }),
  }));
}

/** The context that the graphs and legends of Grafana's packages need. */
export function Visibility({ of, children }: { of: SeriesVisibility; children: ReactNode }) {
  const eventBus = useMemo(() => new EventBusSrv(), []);
  return (
    <PanelContextProvider
      value={{
        eventsScope: CURSOR,
        eventBus,
        sync: () => DashboardCursorSync.Tooltip,
        onToggleSeriesVisibility: of.toggle,
      }}
    >
      {children}
    </PanelContextProvider>
  );
}
