import { writeDatesAsServers } from './grafana/dates';
import { registerFieldOptions } from './grafana/fieldOptions';
import { registerTransformations } from './grafana/transformations';
import type { Request } from './shown/model';
import { shownValues } from './shown/shownValues';

/** The script that computes values in V8, without a browser: `boardwrightValues(request)`, JSON to JSON. */
declare global {
  var boardwrightValues: (request: string) => Promise<string>;
}

writeDatesAsServers();
registerFieldOptions();
registerTransformations();

globalThis.boardwrightValues = async (request) => JSON.stringify(await shownValues(JSON.parse(request) as Request));
