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

type Way = 'parallel' | 'over';

/** A board before and after a change: side by side, or one over the other with a handle between them. */
export function Comparison({ page, ...around }: Props) {
  const [way, setWay] = useState<Way>('parallel');
  const [share, setShare] = useState(50);
  const both = page.before !== null && page.after !== null;
  return (
    <>
      <Words page={page} />
      {both && <Ways way={way} setWay={setWay} />}
      {both && <Slider way={way} share={share} setShare={setShare} />}
      <div
        className={both ? `bw-sides bw-${way}` : 'bw-sides'}
        style={{ '--before': `${share}fr`, '--after': `${100 - share}fr`, '--at': `${share}%` } as CSSProperties}
      >
        <Side name="Before" page={page.before} keys="before" {...around} />
        <Side name="After" page={page.after} keys="after" {...around} />
        {both && way === 'over' && <div className="bw-between" aria-hidden="true" />}
      </div>
    </>
  );
}

function Ways({ way, setWay }: { way: Way; setWay: (way: Way) => void }) {
  const button = (one: Way, label: string) => (
    <button type="button" className="bw-button" aria-pressed={way === one} onClick={() => setWay(one)}>
      {label}
    </button>
  );
  return (
    <div className="bw-ways">
      {button('parallel', 'Side by side')}
      {button('over', 'One over the other')}
    </div>
  );
}

/** Side by side, the slider sets the widths; one over the other, it sets how much of the board before is visible. */
function Slider({ way, share, setShare }: { way: Way; share: number; setShare: (share: number) => void }) {
  const [least, most] = way === 'parallel' ? [10, 90] : [0, 100];
  return (
    <label className={`bw-slider bw-slider-${way}`}>
      <span>Before</span>
      <input
        type="range"
        min={least}
        max={most}
        value={share}
        aria-label={`${way === 'parallel' ? 'Width' : 'Visible share'} of the board before the change`}
        onChange={(event) => setShare(Number(event.target.value))}
      />
      <span>After</span>
    </label>
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

/** Makes the keys of panels unique on the page, because both boards may have a panel 12. */
function keyed(page: BoardPage, side: string): BoardPage {
  const selections = page.selections.map((selection) => ({
    ...selection,
    annotations: selection.annotations.map((one) => ({
      ...one,
      panels: one.panels?.map((key) => `${side}-${key}`) ?? null,
    })),
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
