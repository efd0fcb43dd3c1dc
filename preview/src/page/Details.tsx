import { useRef } from 'react';
import type { PanelView, Problem, Query } from '../model';
import { kindOf } from '../panels/registry';
import { useAround } from './around';
import { DialogHead } from './DialogHead';
import { text } from './values';

/** The details of a panel: its queries as written and as sent, its place in the source, its problems. */
export function Details({ view }: { view: PanelView }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const worst = isMarked(view);
  const name = text(view.panel.title) || view.key;
  return (
    <>
      <button
        type="button"
        className={worst ? 'bw-button bw-open bw-problem' : 'bw-button bw-open'}
        aria-label={`Queries of ${name}`}
        onClick={() => dialog.current?.showModal()}
      >
        {worst ? '!' : '⋯'}
      </button>
      <dialog ref={dialog} className="bw-details" aria-label={`Queries of ${name}`}>
        <DialogHead title={name} />
        <p className="bw-quiet">
          {text(view.panel.type)}
          {view.place && ` · ${view.place}`}
        </p>
        <Problems problems={view.problems} />
        {view.queries.map((query) => (
          <QueryText key={query.refId} query={query} />
        ))}
        {view.queries.length === 0 && <p>No queries.</p>}
        <Annotations view={view} />
      </dialog>
    </>
  );
}

/** Whether the details button of a panel is always visible, because the panel has an error or a warning. */
export function isMarked(view: PanelView): boolean {
  return view.problems.some((one) => one.severity !== 'info');
}

export function Problems({ problems }: { problems: Problem[] }) {
  if (problems.length === 0) return null;
  return (
    <ul className="bw-problems">
      {problems.map((one) => (
        <li key={`${one.rule} ${one.refId} ${one.what}`} className={`bw-${one.severity}`}>
          <strong>{one.rule}</strong> {one.refId && `(${one.refId}) `}
          {one.what} <span className="bw-quiet">{one.fix}</span>
        </li>
      ))}
    </ul>
  );
}

/** The annotations of the board that this graph shows, or that Grafana would show on it. */
function Annotations({ view }: { view: PanelView }) {
  const { annotations } = useAround();
  if (!kindOf(view.panel.type)?.zooms) return null;
  return annotations
    .filter(({ panels }) => panels === null || panels.includes(view.key))
    .map(({ name, query }, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: two may have one name
      <QueryText key={i} name={`Annotation ${name}`} query={query} />
    ));
}

function QueryText({ name, query }: { name?: string; query: Query }) {
  return (
    <div className="bw-query">
      <h3>
        {name ?? query.refId} <span className="bw-quiet">{describe(query)}</span>
      </h3>
      {query.written && <pre>{query.written}</pre>}
      {query.sent !== null && query.sent !== query.written && (
        <>
          <h4>As sent</h4>
          <pre>{query.sent}</pre>
        </>
      )}
      {query.remark && <p className="bw-quiet">{query.remark}</p>}
      {query.error && <Failure what={query.error} />}
    </div>
  );
}

function Failure({ what }: { what: string }) {
  return (
    <p className="bw-failure" role="alert">
      {what}
    </p>
  );
}

function describe(query: Query): string {
  const step = query.stepMs === null ? '' : `, every ${query.stepMs / 1000} s`;
  const hidden = query.hide ? ', hidden' : '';
  return `${query.language} · ${query.datasource} · ${query.kind}${query.kind === 'range' ? step : ''}${hidden}`;
}
