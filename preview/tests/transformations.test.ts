import { type DataFrame, type Field, FieldType } from '@grafana/data';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { registerTransformations, transformed } from '../src/grafana/transformations';

const context = { interpolate: (value: string) => value };

beforeAll(() => {
  vi.stubGlobal('window', globalThis); // the packages look for a switch there
  registerTransformations();
});

function field(name: string, type: FieldType, values: unknown[], labels?: Record<string, string>): Field {
  return { name, type, config: {}, values, ...(labels && { labels }) };
}

function series(refId: string, labels: Record<string, string>, ...values: number[]): DataFrame {
  const times = values.map((_, i) => (i + 1) * 1000);
  const fields = [field('Time', FieldType.time, times), field('Value', FieldType.number, values, labels)];
  return { refId, length: values.length, fields };
}

function table(...fields: Field[]): DataFrame {
  return { refId: 'A', length: fields[0]?.values.length ?? 0, fields };
}

async function applied(id: string, options: object, ...frames: DataFrame[]): Promise<DataFrame[]> {
  const found = await transformed([{ id, options }], frames, context);
  expect(found.unknown).toEqual([]);
  return found.frames;
}

function columns(frame: DataFrame | undefined): Record<string, unknown[]> {
  return Object.fromEntries((frame?.fields ?? []).map((one) => [one.name, one.values]));
}

describe('timeSeriesTable', () => {
  test('a row a series: its labels, and itself with its last value', async () => {
    const [found] = await applied(
      'timeSeriesTable',
      {},
      series('A', { job: 'api' }, 1, 2),
      series('A', { pod: 'b' }, 5),
    );
    expect(found?.fields.map((one) => one.name)).toEqual(['job', 'pod', 'Trend']);
    expect(columns(found).job).toEqual(['api', undefined]);
    expect(columns(found).Trend?.map((one) => (one as { value: unknown }).value)).toEqual([2, 5]);
  });

  test('a table a query, its trend named after it, another value where asked', async () => {
    const found = await applied(
      'timeSeriesTable',
      { B: { stat: 'max' } },
      series('A', { job: 'api' }, 1),
      series('B', { job: 'api' }, 9, 3),
      table(field('text', FieldType.string, ['as it is'])),
    );
    expect(found.map((frame) => frame.fields.at(-1)?.name)).toEqual(['Trend #A', 'Trend #B', 'text']);
    expect(columns(found[1])['Trend #B']?.[0]).toMatchObject({ value: 9 });
  });
});

test('joinByLabels: a column for each value of one label', async () => {
  const [found] = await applied(
    'joinByLabels',
    { value: 'what' },
    series('A', { what: 'Temp', place: 'A' }, 10),
    series('A', { what: 'Speed', place: 'A' }, 20),
    series('A', { what: 'Temp', place: 'B' }, 11),
  );
  expect(columns(found)).toEqual({ place: ['A', 'B'], Temp: [10, 11], Speed: [20, null] });
});

test('partitionByValues: a frame for each value, which becomes a label or a name', async () => {
  const rows = () =>
    table(field('region', FieldType.string, ['eu', 'us', 'eu']), field('sales', FieldType.number, [1, 2, 3]));
  const labelled = await applied('partitionByValues', { fields: ['region'] }, rows());
  expect(labelled.map((frame) => [frame.fields[0]?.labels, frame.fields[0]?.values])).toEqual([
    [{ region: 'eu' }, [1, 3]],
    [{ region: 'us' }, [2]],
  ]);
  const naming = { asLabels: false, withNames: true };
  const named = await applied('partitionByValues', { fields: ['region'], naming }, rows());
  expect(named.map((frame) => frame.name)).toEqual(['region eu', 'region us']);
  expect(await applied('partitionByValues', { fields: ['none'] }, rows())).toHaveLength(1);
});

describe('prepareTimeSeries', () => {
  const both = () => [series('A', { job: 'a' }, 1, 2), series('B', { job: 'b' }, 3, 4)];

  test('all in one frame', async () => {
    const found = await applied('prepareTimeSeries', { format: 'wide' }, ...both());
    expect(found.map((frame) => frame.fields.map((one) => one.values))).toEqual([
      [
        [1000, 2000],
        [1, 2],
        [3, 4],
      ],
    ]);
  });

  test('a frame each, or a row for each value', async () => {
    const [wide] = await applied('prepareTimeSeries', { format: 'wide' }, ...both());
    expect(wide && (await applied('prepareTimeSeries', { format: 'multi' }, wide))).toHaveLength(2);
    const [long] = await applied('prepareTimeSeries', { format: 'long' }, ...both());
    expect(columns(long)).toEqual({ time: [1000, 1000, 2000, 2000], value: [1, 3, 2, 4], job: ['a', 'b', 'a', 'b'] });
  });
});

describe('extractFields', () => {
  const lines = (...values: unknown[]) => table(field('line', FieldType.string, values));

  test.each([
    ['json', '{"a": 1, "b": {"c": [2, 3]}}', {}, { a: [1], b: [{ c: [2, 3] }] }],
    ['json', '{"b": {"c": [2, 3]}}', { jsonPaths: [{ path: 'b.c[1]', alias: 'deep' }] }, { deep: [3] }],
    ['kvp', 'a=1 b="two words"', {}, { a: ['1'], b: ['two words'] }],
    ['auto', 'level=error', {}, { level: ['error'] }],
    ['regexp', 'GET /x', { regExp: '/(?<method>\\w+) (?<path>.*)/' }, { method: ['GET'], path: ['/x'] }],
    ['delimiter', 'a, b', {}, { a: ['a'], b: ['b'] }],
    ['regexp', 'x', { regExp: '(' }, {}],
    ['json', 'no JSON', {}, {}],
  ])('%s of %s', async (format, line, more, expected) => {
    const [found] = await applied('extractFields', { source: 'line', format, replace: true, ...more }, lines(line));
    expect(columns(found)).toEqual(expected);
  });

  test('the other fields stay where they are not replaced', async () => {
    const [found] = await applied('extractFields', { source: 'line' }, lines({ a: 1 }, { b: 2 }));
    expect(columns(found)).toEqual({ line: [{ a: 1 }, { b: 2 }], a: [1, null], b: [null, 2] });
  });
});

test('rowsToFields: a field a row, configured by the other columns', async () => {
  const rows = table(
    field('name', FieldType.string, ['CPU', 'Disk']),
    field('now', FieldType.number, [10, 20]),
    field('max', FieldType.number, [100, 200]),
    field('site', FieldType.string, ['x', 'y']),
  );
  const [found] = await applied('rowsToFields', {}, rows);
  expect(columns(found)).toEqual({ CPU: [10], Disk: [20] });
  expect(found?.fields[1]).toMatchObject({ config: { max: 200 }, labels: { site: 'y' } });
});

test('configFromData: one query limits another', async () => {
  const mappings = [
    {
      fieldName: 'Value',
      handlerKey: 'threshold1',
      handlerArguments: { threshold: { color: 'blue' } },
      reducerId: 'max',
    },
  ];
  const found = await applied(
    'configFromData',
    { configRefId: 'B', mappings, applyTo: { id: 'byFrameRefID', options: 'A' } },
    series('A', {}, 1),
    series('B', {}, 7, 5),
  );
  expect(found.map((frame) => frame.refId)).toEqual(['A']);
  expect(found[0]?.fields[1]?.config.thresholds?.steps[1]).toEqual({ value: 7, color: 'blue' });
});

test('an older name of a transformation is known', async () => {
  const found = await applied('seriesToColumns', { byField: 'Time' }, series('A', {}, 1), series('B', {}, 2));
  expect(found).toHaveLength(1);
});

test('unknown transformations are listed, and the rest is applied', async () => {
  const asked = [{ id: 'spatial' }, { id: 'limit', options: { limitField: 1 } }];
  const found = await transformed(asked, [series('A', {}, 1, 2)], context);
  expect([found.unknown, found.frames[0]?.length]).toEqual([['spatial'], 1]);
});
