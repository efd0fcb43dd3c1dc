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
  /** The time zone in Grafana's form: `browser`, `utc` or an IANA name. */
  timezone: string;
  /** Start and end in milliseconds since 1970, and a text such as "Last 1 hour". */
  range: { from: number; to: number; text: string };
  data: 'live' | 'recorded' | 'sample' | 'mixed';
  /** Text of a banner on the page, such as "Made-up data: …". */
  remark: string | null;
  cursorSync: 0 | 1 | 2;
  problems: Problem[];
  /** The board for each choice of variable values; the page opens with the first. */
  selections: Selection[];
  results: Record<string, Result>;
  /** In watch mode, the address of the server's events; null if the page never changes. */
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
  /** The changes in the words of the verb `diff`. */
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
  /** Description of each part that a condition hides. */
  hidden: string[];
}

/** A link at the top of a board. */
export interface Link {
  title: string;
  /** Address of the link; null for a list of boards, and for a page of Grafana that is not part of the preview. */
  url: string | null;
  tooltip: string;
  /** Name of the link's icon in Grafana. */
  icon: string;
  /** The boards to which a link by tags leads, with their pages. */
  items: { title: string; url: string }[];
  asDropdown: boolean;
}

export interface Annotation {
  name: string;
  /** Color of the marks, as the board gives it. */
  color: string;
  /** Whether the marks are shown when the page opens. */
  enabled: boolean;
  /** Whether the page has no switch for the annotation. */
  hidden: boolean;
  /** Keys of the panels that show the marks; null for all panels. */
  panels: string[] | null;
  /** The query, whose result has one frame with the fields time, timeEnd, title, text, tags. */
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
  /** The header of the row or tab; null for the panels above the first row. */
  row: RowHead | null;
  panels: PanelView[];
  /** The columns of an automatic grid; null if the panels have fixed positions. */
  columns: AutoColumns | null;
}

export interface AutoColumns {
  /** The largest number of columns. */
  most: number;
  /** The smallest width of a column in pixels, if the page is not narrower. */
  width: number;
}

export interface RowHead {
  title: string;
  open: boolean;
  kind: 'row' | 'tab';
  /** Nesting depth in the layout; 0 at the top level. */
  level: number;
}

export interface Grid {
  x: number;
  /** Lines from the top of the section, after gaps between panels are closed. */
  y: number;
  w: number;
  h: number;
}

export interface PanelView {
  /** Unique key on the page: "12", and "12-1" for a copy of a repeated panel. */
  key: string;
  grid: Grid;
  /** The JSON of the panel, with variables replaced in displayed texts. */
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
  /** Key of the query's result; null if there is none. */
  result: string | null;
  /** Why the result is missing or incomplete. */
  error: string | null;
  /** Why a preview does not send the query; null for a query that it sends. */
  remark: string | null;
  /** Key of the query's exemplars, which are one frame with time, value and labels. */
  exemplars: string | null;
}

export interface Result {
  frames: DataFrameJSON[];
}

/** The keys of a panel that the script reads. Their values may be of any type. */
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
