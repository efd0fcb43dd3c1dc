/** The page model: written by Python, with the schema `docs/reference/preview-page.schema.json`. */

import type { DataFrameJSON } from '@grafana/data';

export type PageFile = BoardPage | ComparisonPage;
export type ThemeName = 'dark' | 'light';
export type ChangeKind = 'created' | 'removed' | 'changed' | 'moved';

export interface BoardPage {
  kind: 'board';
  format: 3;
  uid: string;
  title: string;
  description: string;
  tags: string[];
  /** `dashboards/node.py:12` */
  place: string | null;
  theme: ThemeName;
  /** Grafana's: `browser`, `utc` or an IANA name. */
  timezone: string;
  /** Milliseconds, and the words for them: "Last 1 hour". */
  range: { from: number; to: number; text: string };
  data: 'live' | 'recorded' | 'sample' | 'mixed';
  /** Shown as a banner: "Made-up data: …" */
  remark: string | null;
  cursorSync: 0 | 1 | 2;
  problems: Problem[];
  /** The board for each choice of variables; the first is shown first. */
  selections: Selection[];
  results: Record<string, Result>;
  /** Watch mode: the address of the server's events. */
  reload: string | null;
}

export interface ComparisonPage {
  kind: 'comparison';
  format: 3;
  title: string;
  theme: ThemeName;
  before: BoardPage | null;
  after: BoardPage | null;
  /** Key of a result of `after` -> key of the equal result of `before`. */
  shared: Record<string, string>;
  /** The words of `diff`. */
  words: { panel: string | null; lines: string[] }[];
}

export interface Problem {
  rule: string;
  severity: 'error' | 'warning' | 'info';
  what: string;
  fix: string;
  refId: string | null;
}

export interface Selection {
  variables: Variable[];
  annotations: Annotation[];
  links: Link[];
  sections: Section[];
  /** The parts that conditions hide, in words. */
  hidden: string[];
}

/** A link in the head of a board. */
export interface Link {
  title: string;
  /** Null where only a Grafana knows the page, and for a list of boards. */
  url: string | null;
  tooltip: string;
  /** Name of an icon of Grafana. */
  icon: string;
  /** The boards of a link by tags, and their pages. */
  items: { title: string; url: string }[];
  asDropdown: boolean;
}

export interface Annotation {
  name: string;
  /** As the board has it. */
  color: string;
  /** Whether it is shown at first. */
  enabled: boolean;
  /** Whether it has no switch. */
  hidden: boolean;
  /** Keys of the panels that show its marks; null for all. */
  panels: string[] | null;
  /** Its result has one frame: time, timeEnd, title, text, tags. */
  query: Query;
}

export interface Variable {
  name: string;
  label: string;
  hide: 0 | 1 | 2;
  values: string[];
  text: string;
}

export interface Section {
  /** Null above the first row. */
  row: RowHead | null;
  panels: PanelView[];
}

export interface RowHead {
  title: string;
  open: boolean;
  kind: 'row' | 'tab';
  /** The depth in the layout. */
  level: number;
}

export interface Grid {
  x: number;
  /** From the top of its section, gaps already closed. */
  y: number;
  w: number;
  h: number;
}

export interface PanelView {
  /** Unique in the page: "12", and "12-1" for a repeated one. */
  key: string;
  grid: Grid;
  /** The panel's JSON, with variables filled in where text is shown. */
  panel: PanelJSON;
  queries: Query[];
  place: string | null;
  problems: Problem[];
  change: ChangeKind | null;
  remark: string | null;
}

export interface Query {
  refId: string;
  datasource: string;
  language: string;
  written: string;
  sent: string | null;
  kind: 'range' | 'instant';
  stepMs: number | null;
  hide: boolean;
  /** A key of the page's results. */
  result: string | null;
  /** Why there is no result, or only a part of one. */
  error: string | null;
  /** Why a preview does not send the query; null for a query that it sends. */
  remark: string | null;
  /** A key of the page's results: one frame of time, value, and labels. */
  exemplars: string | null;
}

export interface Result {
  frames: DataFrameJSON[];
}

/** The keys of a panel that the script reads; their values may be of any type. */
export interface PanelJSON {
  type?: unknown;
  title?: unknown;
  description?: unknown;
  transparent?: unknown;
  options?: unknown;
  fieldConfig?: unknown;
  transformations?: unknown;
  links?: unknown;
  [key: string]: unknown;
}
