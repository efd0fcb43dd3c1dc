import { useState } from 'react';
import type { Section } from '../model';
import { boxesOf } from './layout';
import { rememberedRow, rememberRow } from './openRows';
import { Panel } from './Panel';
import { useWidth } from './useWidth';

/** A row and its panels, or the panels above the first row. */
export function SectionView({ section, expand }: { section: Section; expand: boolean }) {
  const title = section.row?.title ?? '';
  const [open, setOpen] = useState(expand || (rememberedRow(title) ?? section.row?.open ?? true));
  if (section.row === null) return <Panels section={section} />;
  const toggle = () => {
    rememberRow(title, !open);
    setOpen(!open);
  };
  return (
    <>
      <h2 className="bw-row">
        <button type="button" aria-expanded={open} onClick={toggle}>
          <span aria-hidden="true">{open ? '▾' : '▸'}</span> {section.row.title}
          {!open && <span className="bw-quiet"> ({count(section.panels.length)})</span>}
        </button>
      </h2>
      {open && <Panels section={section} />}
    </>
  );
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
