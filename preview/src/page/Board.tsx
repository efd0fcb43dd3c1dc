import { dateTimeFormat } from '@grafana/data';
import { type ReactNode, useMemo, useState } from 'react';
import { marksOf } from '../data/marks';
import type { Annotation, BoardPage, Selection, ThemeName, Variable } from '../model';
import type { Address } from './address';
import { AroundContext, rangeOf, type Span, sourceOf, within } from './around';
import { Problems } from './Details';
import type { Drawing } from './drawing';
import { Links } from './Links';
import { Sections } from './Section';
import { Switches } from './Switches';
import { type Choice, choicesOf, nest, sectionsOf } from './selections';
import { useSwitched } from './switched';

interface Props {
  page: BoardPage;
  theme: ThemeName;
  address: Address;
  drawing: Drawing;
}

const NONE: Annotation[] = [];

/** A whole board: its variables, its rows, its panels. */
export function Board({ page, theme, address, drawing }: Props) {
  const [chosen, choose] = useState(0);
  const selection = page.selections[chosen] ?? page.selections[0];
  const [span, setSpan] = useState<Span | null>(null);
  const { shown, toggle } = useSwitched(page.uid, selection?.annotations ?? NONE);
  const source = useMemo(() => (selection ? sourceOf(page, selection, theme) : null), [page, selection, theme]);
  const range = useMemo(() => rangeOf(page.range), [page]);
  const around = useMemo(() => {
    if (!source || !selection) return null;
    const zoom = (to: Span) => setSpan(within(to, page.range));
    const { annotations } = selection;
    const marks = marksOf(shown, page.results, source.theme);
    return { source, range, seen: span ? rangeOf(span) : range, zoom, annotations, marks, drawing };
  }, [source, selection, shown, range, span, page, drawing]);
  if (!selection || !around) return <p>This board has no panels.</p>;
  return (
    <AroundContext.Provider value={around}>
      {page.remark && (
        <p className="bw-banner" role="note">
          {page.remark}
        </p>
      )}
      <Problems problems={page.problems} />
      {span && <Zoomed span={span} timeZone={around.source.timeZone} reset={() => setSpan(null)} />}
      <Variables page={page} selection={selection} choose={choose}>
        <Switches annotations={selection.annotations} shown={shown} toggle={toggle} />
      </Variables>
      {selection.hidden.length > 0 && (
        <p className="bw-quiet" role="note">
          Hidden by conditions: {selection.hidden.join('; ')}.
        </p>
      )}
      <Sections
        key={chosen}
        nodes={nest(sectionsOf(selection, address))}
        shown={{ expand: address.expand || address.row !== null, tabs: address.tabs || address.row !== null }}
      />
    </AroundContext.Provider>
  );
}

/**
 * A button that is shown while graphs show only a part of the board's time range; it resets them to the whole range.
 */
function Zoomed({ span, timeZone, reset }: { span: Span; timeZone: string; reset: () => void }) {
  return (
    <p className="bw-zoomed" role="status">
      Graphs show {dateTimeFormat(span.from, { timeZone })} to {dateTimeFormat(span.to, { timeZone })}.{' '}
      <button type="button" className="bw-button" onClick={reset}>
        Show all
      </button>
    </p>
  );
}

interface VariablesProps {
  page: BoardPage;
  selection: Selection;
  choose: (index: number) => void;
  /** The elements after the variables. */
  children: ReactNode;
}

/** The variables with their values. A variable for whose other values the page has data is a choice. */
function Variables({ page, selection, choose, children }: VariablesProps) {
  const shown = selection.variables.filter((one) => one.hide !== 2);
  const { annotations, links } = selection;
  if (shown.length === 0 && links.length === 0 && annotations.every((one) => one.hidden)) return null;
  return (
    <div className="bw-variables">
      {shown.map((one) => (
        <VariableView key={one.name} variable={one} choices={choicesOf(page, selection, one.name)} choose={choose} />
      ))}
      {children}
      {page.data === 'live' && shown.length > 0 && page.selections.length === 1 && (
        <span className="bw-quiet bw-one-choice">
          The servers were queried for these values only; <code>--var name=value</code> selects others.
        </span>
      )}
      <Links links={links} />
    </div>
  );
}

function VariableView({
  variable,
  choices,
  choose,
}: {
  variable: Variable;
  choices: Choice[];
  choose: (index: number) => void;
}) {
  const label = variable.label || variable.name;
  const current = choices.find((one) => one.text === variable.text)?.index;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: a select or an output is in it
    <label className="bw-variable">
      {variable.hide === 0 && <span>{label}</span>}
      {choices.length > 1 ? (
        <select
          className="bw-select"
          aria-label={label}
          value={current}
          onChange={(event) => choose(Number(event.target.value))}
        >
          {choices.map((one) => (
            <option key={one.index} value={one.index}>
              {one.text}
            </option>
          ))}
        </select>
      ) : (
        <output aria-label={label}>{variable.text}</output>
      )}
    </label>
  );
}
