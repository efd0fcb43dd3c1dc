import { useState } from 'react';
import type { RowHead, Section } from '../model';
import { boxesOf } from './layout';
import { Panel } from './Panel';
import { remember, remembered } from './remembered';
import { useWidth } from './useWidth';

interface Props {
  section: Section;
  /** Its number in the board, by which pictures find it. */
  index: number;
  expand: boolean;
}

/** A row and its panels, or the panels above the first row. */
export function SectionView({ section, index, expand }: Props) {
  return (
    <div data-section={index}>
      {section.row ? <Row section={section} row={section.row} expand={expand} /> : <Panels section={section} />}
    </div>
  );
}

function Row({ section, row, expand }: { section: Section; row: RowHead; expand: boolean }) {
  const [open, setOpen] = useState(expand || isOpen(row));
  const name = `row ${row.title}`;
  const toggle = () => {
    remember(name, String(!open));
    setOpen(!open);
  };
  return (
    <>
      <h2 className="bw-row">
        <button type="button" aria-expanded={open} onClick={toggle}>
          {row.title}
          {!open && <span className="bw-quiet"> ({count(section.panels.length)})</span>}
        </button>
      </h2>
      {open && <Panels section={section} />}
    </>
  );
}

/** As it was left in this tab, else as the board has it. */
function isOpen({ title, open }: RowHead): boolean {
  const last = remembered(`row ${title}`);
  return last ? last === 'true' : open;
}

function count(panels: number): string {
  return panels === 1 ? '1 panel' : `${panels} panels`;
}

function Panels({ section }: { section: Section }) {
  const [element, width] = useWidth();
  const { boxes, height } = boxesOf(section.panels, width);
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
