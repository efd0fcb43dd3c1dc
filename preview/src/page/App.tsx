import { dateTimeFormat, ThemeContext } from '@grafana/data';
import { GlobalStyles } from '@grafana/ui';
import { useEffect, useMemo, useState } from 'react';
import { themeOf } from '../grafana/theme';
import { zoneOf } from '../grafana/zones';
import type { BoardPage, PageFile, ThemeName } from '../model';
import { readAddress } from './address';
import { Board } from './Board';
import { Comparison } from './Comparison';
import { Drawing } from './drawing';

/** The whole page: a board, or a board before and after a change. */
export function App({ page: file }: { page: PageFile }) {
  const address = useAddress();
  const page = (file.kind === 'comparison' && address.side !== null && file[address.side]) || file;
  const [picked, pick] = useState<ThemeName | null>(null);
  const theme = picked ?? address.theme ?? page.theme;
  const drawing = useMemo(() => new Drawing(), []);
  useEffect(() => drawing.update(), [drawing]);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  const alone = address.panel !== null || address.row !== null;
  const around = { theme, address, drawing };
  return (
    <ThemeContext.Provider value={themeOf(theme)}>
      <GlobalStyles />
      {!alone && <Header page={page} theme={theme} pick={pick} />}
      <main className="bw-main">
        {page.kind === 'board' ? (
          <Board key={page.uid} page={page} {...around} />
        ) : (
          <Comparison page={page} {...around} />
        )}
      </main>
    </ThemeContext.Provider>
  );
}

function useAddress() {
  const [hash, setHash] = useState(window.location.hash);
  useEffect(() => {
    const changed = () => setHash(window.location.hash);
    window.addEventListener('hashchange', changed);
    return () => window.removeEventListener('hashchange', changed);
  }, []);
  return useMemo(() => readAddress(hash), [hash]);
}

function Header({ page, theme, pick }: { page: PageFile; theme: ThemeName; pick: (theme: ThemeName) => void }) {
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <header className="bw-header">
      <div>
        <h1>{page.title}</h1>
        {page.kind === 'board' && page.place && <span className="bw-quiet">{page.place}</span>}
      </div>
      {page.kind === 'board' && <Range page={page} />}
      <button type="button" className="bw-button" onClick={() => pick(other)}>
        {other === 'light' ? 'Light' : 'Dark'}
      </button>
    </header>
  );
}

function Range({ page }: { page: BoardPage }) {
  const shown = (time: number) => dateTimeFormat(time, { timeZone: zoneOf(page.timezone) });
  return (
    <span className="bw-range" title={`${shown(page.range.from)} to ${shown(page.range.to)}`}>
      {page.range.text}
    </span>
  );
}
