import { PanelChrome } from '@grafana/ui';
import { Component, type ErrorInfo, type ReactNode, useEffect, useMemo, useState } from 'react';
import { type PanelData, panelData } from '../data/panelData';
import type { PanelView, Query } from '../model';
import type { Kind } from '../panels/kind';
import { NoData } from '../panels/NoData';
import { kindOf } from '../panels/registry';
import { type Around, useAround } from './around';
import { Details, isMarked } from './Details';
import type { Outcome } from './drawing';
import type { Box } from './layout';
import { bag, merged, text } from './values';

/** Pixels between header and content in Grafana 12. The packages are those of Grafana 13, which has no space there. */
const BELOW_TITLE = 8;

/** One panel in its frame. */
export function Panel({ view, box }: { view: PanelView; box: Box }) {
  const title = text(view.panel.title);
  const description = text(view.panel.description);
  const marked = isMarked(view);
  const toTheEdge = kindOf(view.panel.type)?.toTheEdge === true;
  const gap = title && !toTheEdge ? BELOW_TITLE : 0;
  const errors = view.queries.flatMap(({ refId, error, hide }) => (error && !hide ? [`${refId}: ${error}`] : []));
  return (
    <section
      className={['bw-panel', view.change && `bw-${view.change}`, marked && 'bw-marked'].filter(Boolean).join(' ')}
      style={box}
      aria-label={title || `Panel ${view.key}`}
      data-key={view.key}
    >
      {view.change && <span className="bw-change">{view.change}</span>}
      <PanelChrome
        title={title}
        padding={toTheEdge ? 'none' : 'md'}
        width={Math.floor(box.width)}
        height={box.height}
        displayMode={view.panel.transparent === true ? 'transparent' : 'default'}
        {...(description && { description: () => description })}
        {...(errors.length > 0 && { statusMessage: errors.join('\n') })}
        {...(title ? { collapsible: false } : { hoverHeader: true })}
      >
        {(width, height) => (
          <div style={{ paddingTop: gap }}>
            <Content view={view} width={width} height={Math.max(1, height - gap)} />
          </div>
        )}
      </PanelChrome>
      <Details view={view} />
    </section>
  );
}

interface Size {
  width: number;
  height: number;
}

function Content({ view, width, height }: { view: PanelView } & Size) {
  const around = useAround();
  const { source, drawing } = around;
  const kind = kindOf(view.panel.type);
  const [data, setData] = useState<PanelData | Error | null>(null);
  useEffect(() => {
    let current = true;
    drawing.begin(view.key);
    const set = (found: PanelData | Error) => current && setData(found);
    if (kind) panelData(view, kind, source).then(set, set);
    else drawing.end(view.key, { type: text(view.panel.type) || 'without a type' });
    return () => {
      current = false;
    };
  }, [view, kind, source, drawing]);
  if (!kind) return <NotDrawn view={view} />;
  if (data === null) return null;
  if (data instanceof Error) return <Broken view={view} error={data} />;
  return (
    <Boundary view={view}>
      <Drawn view={view} kind={kind} data={data} width={width} height={height} around={around} />
    </Boundary>
  );
}

const REMARK_HEIGHT = 22;

interface DrawnProps extends Size {
  view: PanelView;
  kind: Kind;
  data: PanelData;
  around: Around;
}

function Drawn({ view, kind, data, width, height, around }: DrawnProps) {
  const partly = data.leftOut.length > 0 || data.errors.length > 0 || data.notSent.length > 0;
  useSettled(view, partly ? 'partly' : 'drawn', data);
  const remarks = [view.remark, data.leftOut.length > 0 ? `Not applied: ${data.leftOut.join(', ')}` : null].filter(
    (one) => one !== null,
  );
  const below = remarks.length * REMARK_HEIGHT;
  return (
    <>
      <div style={{ height: Math.max(1, height - below) }}>
        <Body view={view} kind={kind} data={data} width={width} height={Math.max(1, height - below)} around={around} />
      </div>
      {remarks.map((remark) => (
        <p key={remark} className="bw-remark">
          {remark}
        </p>
      ))}
    </>
  );
}

function Body({ view, kind, data, width, height, around }: DrawnProps) {
  const marks = useMemo(
    () => around.marks.filter(({ panels }) => panels === null || panels.includes(view.key)),
    [around.marks, view.key],
  );
  if (data.errors.length > 0 && data.frames.length === 0) {
    return (
      <div className="bw-failure" role="alert">
        {data.errors.join('\n')}
      </div>
    );
  }
  if (data.notSent.length > 0 && data.frames.length === 0) return <NotSent queries={data.notSent} />;
  if (data.frames.length === 0 && !kind.needsNoData) return <NoData fieldConfig={data.fieldConfig} />;
  return (
    <kind.Component
      id={view.key}
      title={text(view.panel.title)}
      options={merged(kind.options, bag(view.panel.options))}
      fieldConfig={data.fieldConfig}
      frames={data.frames}
      width={width}
      height={height}
      theme={around.source.theme}
      timeZone={around.source.timeZone}
      range={kind.zooms ? around.seen : around.range}
      zoom={around.zoom}
      marks={marks}
      exemplars={data.exemplars}
      fill={around.source.fill}
    />
  );
}

/** The panel's queries to data sources that a preview does not query. */
function NotSent({ queries }: { queries: Query[] }) {
  const remarks = [...new Set(queries.map((query) => query.remark))];
  return (
    <div className="bw-not-sent" role="note">
      {remarks.map((remark) => (
        <p key={remark}>{remark}</p>
      ))}
      {queries.map((query, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two queries may have one refId
        <pre key={i}>{query.written}</pre>
      ))}
    </div>
  );
}

function NotDrawn({ view }: { view: PanelView }) {
  const type = text(view.panel.type) || 'a panel without a type';
  return <div className="bw-not-drawn">{view.remark ?? `${type}: not drawn here`}</div>;
}

function Broken({ view, error }: { view: PanelView; error: Error }) {
  useSettled(view, { type: text(view.panel.type) }, error);
  return (
    <div className="bw-failure" role="alert">
      {`This panel could not be drawn: ${error.message}`}
    </div>
  );
}

/** Reports the outcome of drawing a panel, each time that another object was drawn. */
function useSettled(view: PanelView, outcome: Outcome, of: unknown): void {
  const { drawing } = useAround();
  useEffect(() => drawing.end(view.key, outcome), [drawing, view.key, of]);
}

interface BoundaryProps {
  view: PanelView;
  children: ReactNode;
}

/** Catches the error of a panel that cannot be drawn, so that all other panels are drawn. */
class Boundary extends Component<BoundaryProps, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    // biome-ignore lint/suspicious/noConsole: the console shows the reason of an error
    console.error(`panel ${this.props.view.key}: ${error.message}`, info.componentStack);
  }

  override render(): ReactNode {
    return this.state.error ? <Broken view={this.props.view} error={this.state.error} /> : this.props.children;
  }
}
