import { type CSSProperties, useState } from 'react';
import type { BoardPage, ComparisonPage, ThemeName } from '../model';
import type { Address } from './address';
import { Board } from './Board';
import type { Drawing } from './drawing';

interface Props {
  page: ComparisonPage;
  theme: ThemeName;
  address: Address;
  drawing: Drawing;
}

/** A board before and after, side by side; the slider gives one side more room. */
export function Comparison({ page, ...around }: Props) {
  const [share, setShare] = useState(50);
  const both = page.before !== null && page.after !== null;
  return (
    <>
      <Words page={page} />
      {both && (
        <label className="bw-slider">
          Before
          <input
            type="range"
            min={10}
            max={90}
            value={share}
            aria-label="Room for the board before"
            onChange={(event) => setShare(Number(event.target.value))}
          />
          After
        </label>
      )}
      <div
        className={both ? 'bw-sides bw-both' : 'bw-sides'}
        style={{ '--before': `${share}fr`, '--after': `${100 - share}fr` } as CSSProperties}
      >
        <Side name="Before" page={page.before} keys="before" {...around} />
        <Side name="After" page={page.after} keys="after" {...around} />
      </div>
    </>
  );
}

function Side({
  name,
  page,
  keys,
  ...around
}: { name: string; page: BoardPage | null; keys: string } & Omit<Props, 'page'>) {
  if (!page) return null;
  return (
    <section className="bw-side" aria-label={name}>
      <h2>{name}</h2>
      <Board page={keyed(page, keys)} {...around} />
    </section>
  );
}

/** Both sides have a panel 12: their keys tell them apart. */
function keyed(page: BoardPage, side: string): BoardPage {
  const selections = page.selections.map((selection) => ({
    ...selection,
    sections: selection.sections.map((section) => ({
      ...section,
      panels: section.panels.map((view) => ({ ...view, key: `${side}-${view.key}` })),
    })),
  }));
  return { ...page, selections };
}

function Words({ page }: { page: ComparisonPage }) {
  if (page.words.length === 0) return <p>Nothing changed.</p>;
  return (
    <ul className="bw-words" aria-label="What changed">
      {page.words.map(({ panel, lines }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two panels may have one title
        <li key={i}>
          <strong>{panel ?? 'Board'}</strong>
          <pre>{lines.join('\n')}</pre>
        </li>
      ))}
    </ul>
  );
}
