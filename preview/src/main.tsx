import { createTheme, dateTime, dataFrameFromJSON, applyFieldOverrides, ThemeContext, standardEditorsRegistry, standardFieldConfigEditorRegistry, EventBusSrv } from '@grafana/data';
import { TimeSeries, PanelChrome } from '@grafana/ui';
import { LegendDisplayMode } from '@grafana/schema';
import { createRoot } from 'react-dom/client';
const theme = createTheme({ colors: { mode: 'dark' } });
const now = 1700000000000;
const frame = dataFrameFromJSON({ schema: { fields: [{ name: 'time', type: 'time' as any }, { name: 'v', type: 'number' as any, config: {displayNameFromDS: 'cpu'} }] }, data: { values: [[...Array(60).keys()].map(i => now + i * 60000), [...Array(60).keys()].map(i => Math.sin(i / 5))] } });
const frames = applyFieldOverrides({ data: [frame], fieldConfig: { defaults: { unit: 'percent', custom: { lineWidth: 1, fillOpacity: 20 } }, overrides: [] }, theme, replaceVariables: (s) => s, timeZone: 'utc' });
const range = { from: dateTime(now), to: dateTime(now + 3600000), raw: { from: 'now-1h', to: 'now' } };
function App() {
  return <ThemeContext.Provider value={theme}>
    <PanelChrome width={600} height={300} title="Hello">{(w, h) => <TimeSeries frames={frames} width={w} height={h} timeRange={range} timeZone="utc" legend={{ showLegend: true, displayMode: LegendDisplayMode.Table, placement: 'bottom', calcs: ['mean'] }} />}</PanelChrome>
  </ThemeContext.Provider>;
}
createRoot(document.getElementById('root')!).render(<App />);
