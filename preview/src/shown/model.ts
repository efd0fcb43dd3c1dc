/** The values of one panel: Python sends a request (`src/boardwright/engine`), and the script answers with JSON. */

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
  /** One item for each value of a stat, gauge or bar, or for the last value of each series of a graph. */
  values: ShownValue[];
  /** The transformations that are not implemented. */
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
  /** The number as text, because JSON has no NaN and no infinities. */
  number: string;
  text: string;
  /** The colour's name in the board, such as `green`, or its code, such as `#73bf69`. */
  color: string;
  hex: string;
  /** The colour of the threshold that the value has reached, even if the panel is drawn in another colour. */
  threshold: string;
  labels: Record<string, string>;
}
