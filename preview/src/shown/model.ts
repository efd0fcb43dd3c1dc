/** The values of one panel: asked by Python (`src/boardwright/engine/display_script.py`), answered as JSON. */

import type { PanelView, Result, Variable } from '../model';

export interface Request {
  view: PanelView;
  results: Record<string, Result>;
  variables: Variable[];
  timezone: string;
  range: { from: number; to: number };
}

export interface Shown {
  /** The fields after transformations, with the names that a reader sees. */
  frames: ShownFrame[];
  /** One for each value that a stat, gauge or bar shows, or for each series of a graph: its last value. */
  values: ShownValue[];
  /** Transformations that are not implemented. */
  leftOut: string[];
}

export interface ShownFrame {
  refId: string;
  fields: ShownField[];
}

export interface ShownField {
  name: string;
  type: string;
  labels: Record<string, string>;
  values: unknown[];
  texts: string[];
  hidden: boolean;
}

export interface ShownValue {
  title: string;
  /** As JSON has no NaN and no infinities, numbers are text. */
  number: string;
  text: string;
  /** The name that the board uses, such as `green`, or `#73bf69`. */
  color: string;
  hex: string;
  /** The colour of the threshold that the value has reached, whatever the panel is drawn in. */
  threshold: string;
  labels: Record<string, string>;
}
