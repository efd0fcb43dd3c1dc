import './fonts.css';
import 'uplot/dist/uPlot.min.css';
import './page.css';
import { createRoot } from 'react-dom/client';
import { writeDatesAsServers } from './grafana/dates';
import { registerFieldOptions } from './grafana/fieldOptions';
import { fontsLoaded } from './grafana/theme';
import { registerTransformations } from './grafana/transformations';
import { teachZone, zoneOf } from './grafana/zones';
import { App } from './page/App';
import { failed } from './page/drawing';
import { boardsOf, readPage } from './page/read';
import { follow } from './page/reload';

async function main(): Promise<void> {
  const page = readPage(document);
  writeDatesAsServers();
  registerFieldOptions();
  registerTransformations();
  for (const board of boardsOf(page)) teachZone(zoneOf(board.timezone), board.range.from, board.range.to);
  await fontsLoaded(document.fonts);
  const root = document.body.appendChild(document.createElement('div'));
  const options = { onUncaughtError: (error: unknown) => failed(messageOf(error)) };
  createRoot(root, options).render(<App page={page} />);
  if (page.kind === 'board' && page.reload) follow(page.reload);
}

function messageOf(error: unknown): string {
  return `This page could not be drawn: ${error instanceof Error ? error.message : String(error)}`;
}

main().catch((error: unknown) => failed(messageOf(error)));
