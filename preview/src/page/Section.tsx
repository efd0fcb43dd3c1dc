import { type ReactNode, useState } from 'react';
import type { RowHead, Section } from '../model';
import { boxesOf } from './layout';
import { Panel } from './Panel';
import { remember, remembered } from './remembered';
import type { Nested } from './selections';
import { useWidth } from './useWidth';

/** The rows and tabs that are shown when the page opens. */
export interface Shown {
  /** Whether all rows are open. */
  expand: boolean;
  /** Whether all tabs are shown one below the other, as in pictures. */
  tabs: boolean;
}

/** Rows one below the other, or tabs of which one is shown. */
export function Sections({ nodes, shown }: { nodes: Nested[]; shown: Shown }) {
  if (nodes.length > 0 && nodes.every(({ section }) => section.row?.kind === 'tab')) {
    return shown.tabs ? <AllTabs nodes={nodes} shown={shown} /> : <Tabs nodes={nodes} shown={shown} />;
  }
  return nodes.map((node) =>
    node.section.row ? (
      <Row key={node.index} node={node} row={node.section.row} shown={shown} />
    ) : (
      <Content key={node.index} node={node} shown={shown} />
    ),
  );
}

function Tabs({ nodes, shown }: { nodes: Nested[]; shown: Shown }) {
  const name = `tabs ${nodes.map(titleOf).join(' ')}`;
  const [chosen, choose] = useState(Number(remembered(name)) || 0);
  const current = nodes[chosen] ?? nodes[0];
  const select = (index: number) => {
    remember(name, String(index));
    choose(index);
  };
  return (
    <>
      <div className="bw-tabs" role="tablist">
        {nodes.map((node, index) => (
          <button
            key={node.index}
            type="button"
            role="tab"
            aria-selected={node === current}
            onClick={() => select(index)}
          >
            {titleOf(node)}
          </button>
        ))}
      </div>
      {current && <Content key={current.index} node={current} shown={shown} />}
    </>
  );
}

function AllTabs({ nodes, shown }: { nodes: Nested[]; shown: Shown }) {
  return nodes.map((node) => (
    <Content key={node.index} node={node} shown={shown}>
      <h2 className="bw-tab">{titleOf(node)}</h2>
    </Content>
  ));
}

function titleOf({ section }: Nested): string {
  return section.row?.title ?? '';
}

/** The panels of a row or tab, with the rows and tabs inside it. In a picture, the heading belongs to the panels. */
function Content({ node, shown, children }: { node: Nested; shown: Shown; children?: ReactNode }) {
  return (
    <>
      <div data-section={node.index}>
        {children}
        <Panels section={node.section} />
      </div>
      <Sections nodes={node.inner} shown={shown} />
    </>
  );
}

function Row({ node, row, shown }: { node: Nested; row: RowHead; shown: Shown }) {
  const [open, setOpen] = useState(shown.expand || isOpen(row));
  const name = `row ${row.title}`;
  const toggle = () => {
    remember(name, String(!open));
    setOpen(!open);
  };
  const head = (
    <h2 className="bw-row">
      <button type="button" aria-expanded={open} onClick={toggle}>
        {row.title}
        {!open && <span className="bw-quiet"> ({count(node.section.panels.length)})</span>}
      </button>
    </h2>
  );
  if (!open) return <div data-section={node.index}>{head}</div>;
  return (
    <Content node={node} shown={shown}>
      {head}
    </Content>
  );
}

/** The state in which the user left the row in this browser tab, or else the state in the board. */
function isOpen({ title, open }: RowHead): boolean {
  const last = remembered(`row ${title}`);
  return last ? last === 'true' : open;
}

function count(panels: number): string {
  return panels === 1 ? '1 panel' : `${panels} panels`;
}

function Panels({ section }: { section: Section }) {
  const [element, width] = useWidth();
  const { boxes, height } = boxesOf(section, width);
  return (
    <div ref={element} className="bw-panels" style={{ height }}>
      {width > 0 &&
        section.panels.map((view, i) => {
          const box = boxes[i];
          return box && <Panel key={view.key} view={view} box={box} />;
        })}
    </div>
  );
}
