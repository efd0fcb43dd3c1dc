import { createTheme, type Field, FieldType } from '@grafana/data';
import * as chromatic from 'd3-scale-chromatic';
import { describe, expect, test } from 'vitest';
import { writeDatesAsServers } from '../src/grafana/dates';
import { filler } from '../src/grafana/macros';
import { offsetsOf, packed, teachZone } from '../src/grafana/zones';
import { ticksOf } from '../src/panels/barAxes';
import { shortNamesOf } from '../src/panels/barNames';
import { isAcross, spaced } from '../src/panels/bars';
import { calculated } from '../src/panels/buckets';
import { cutTo } from '../src/panels/drawRow';
import { colorsOf } from '../src/panels/heatColors';
import { arc, pointAt } from '../src/panels/shapes';
import { placesOf, runsOf, samplesOf, stepOf } from '../src/panels/spans';
import { graphable, withNulls } from '../src/panels/timeseries';

function field(values: unknown[], name = 'Value', type = FieldType.number): Field {
  return { name, type, config: {}, values, labels: { job: 'api' } };
}

describe('states', () => {
  const times = [10, 20, 30, 40];

  test('equal neighbours are one, null ends what was before', () => {
    expect(runsOf(field([1, 1, null, 2]), times, 50, true)).toEqual([
      { index: 0, value: 1, from: 10, to: 30 },
      { index: 3, value: 2, from: 40, to: 50 },
    ]);
  });

  test('apart where asked; what was not sampled changes nothing', () => {
    const apart = runsOf(field([1, 1, undefined, 2]), times, 50, false);
    expect(apart.map((span) => [span.from, span.to])).toEqual([
      [10, 20],
      [20, 40],
      [40, 50],
    ]);
  });

  test('samples are centred on their time', () => {
    expect(samplesOf(field([5]), [100, 200], 200)).toEqual([{ index: 0, value: 5, from: 50, to: 150 }]);
    expect(stepOf([0, 60, 90], 100)).toBe(30);
    expect(stepOf([], 100)).toBeGreaterThan(0);
  });
});

describe('rows of states', () => {
  test('fill the height, with space between two', () => {
    expect(placesOf(2, 0.5)).toEqual([
      { low: 0, high: 0.5 },
      { low: 1.5, high: 2 },
    ]);
    expect(placesOf(1, 0.9)).toEqual([{ low: 0, high: 1 }]);
    expect(placesOf(0, 0.9)).toEqual([]);
  });

  test('say as much as has room', () => {
    expect([cutTo('slow', 32), cutTo('slow', 40), cutTo('slow', 17), cutTo('0', 60)]).toEqual(['slo', 'slow', '', '0']);
  });
});

describe('the colours of a heatmap', () => {
  const few = (scheme: string, reverse = false) =>
    ['dark', 'light'].map((mode) => {
      const theme = createTheme({ colors: { mode: mode as 'dark' | 'light' } });
      return colorsOf({ color: { mode: 'scheme', scheme, reverse } }, [], theme).at(0);
    });

  test.each([
    ['Blues', chromatic.interpolateBlues, [1, 0]],
    ['Viridis', chromatic.interpolateViridis, [0, 1]],
    ['Cubehelix', chromatic.interpolateCubehelixDefault, [0, 1]],
    ['RdBu', chromatic.interpolateRdBu, [1, 1]],
    ['Rainbow', chromatic.interpolateRainbow, [1, 1]],
    ['no scheme', chromatic.interpolateSpectral, [1, 1]],
  ])('%s', (name, scheme, ends) => expect(few(name)).toEqual(ends.map((end) => scheme(end))));

  test('reversed', () => {
    expect(few('RdBu', true)).toEqual([chromatic.interpolateRdBu(0), chromatic.interpolateRdBu(0)]);
    expect(few('Sinebow', true)[0]).toBe(chromatic.interpolateSinebow(1 - 0.9));
  });
});

test('a value that is not a number is a gap', () => {
  const time = field([1, 2, 3, 4], 'Time', FieldType.time);
  const value = field([1, Number.NaN, Number.POSITIVE_INFINITY, null]);
  const found = graphable([{ length: 4, fields: [time, value] }]);
  expect(found[0]?.fields.map((one) => one.values)).toEqual([
    [1, 2, 3, 4],
    [1, null, null, null],
  ]);
});

test('names of bars have the spacing of the option', () => {
  expect(spaced(['a', 'b', 'c', 'd'], 0, 1)).toEqual(['a', 'b', 'c', 'd']);
  expect(spaced(['a', 'b', 'c', 'd'], 100, 200)).toEqual(['a', 'c']);
  expect(spaced(['a', 'b', 'c', 'd'], -100, 200)).toEqual(['b', 'd']);
  expect(spaced(['a', 'b', 'c', 'd'], 500, 200)).toEqual(['a']);
  const sixty = Array.from({ length: 60 }, (_, i) => i);
  expect(spaced(sixty, 100, 401)).toEqual([0, 15, 30, 45]);
  expect(spaced(sixty, -100, 401)).toEqual([11, 23, 35, 47, 59]);
});

const SECOND = 1000;
const DAY = 86_400 * SECOND;
const START = Date.UTC(2023, 10, 14, 22, 13, 20);

describe('times under bars', () => {
  writeDatesAsServers();
  const short = (times: unknown[], zone = 'utc') => shortNamesOf(field(times, 'Time', FieldType.time), zone);

  test.each([
    [0.5 * SECOND, '22:13:20.000'],
    [SECOND, '22:13:20'],
    [59 * SECOND, '22:13:20'],
    [60 * SECOND, '22:13'],
    [3599 * SECOND, '22:13'],
    [3600 * SECOND, '11-14 22:13'],
    [DAY, '2023-11-14'],
    [28 * DAY, '2023-11'],
    [365 * DAY, '2023'],
  ])('%d ms apart', (step, expected) => expect(short([START, START + step])[0]).toBe(expected));

  test('the first two say how, one alone is its year, none is nothing', () => {
    expect(short([START, START + 60 * SECOND, START + DAY])).toEqual(['22:13', '22:14', '22:13']);
    expect(short([START])).toEqual(['2023']);
    expect(short([START, START + 60 * SECOND, null])[2]).toBe('');
  });

  test('in the time zone of the board; a unit of time is kept', () => {
    teachZone('Europe/Berlin', START, START + DAY);
    expect(short([START, START + 60 * SECOND], 'Europe/Berlin')[0]).toBe('23:13');
    const time = { ...field([START], 'Time', FieldType.time), config: { unit: 'time:mm' } };
    const display = (value: unknown) => ({ text: `at ${value}`, numeric: 0 });
    expect(shortNamesOf({ ...time, display }, 'utc')).toEqual([`at ${START}`]);
  });
});

test('bars lie in what is higher than wide', () => {
  expect(isAcross({ orientation: 'auto' }, 203, 210)).toBe(true);
  expect(isAcross({}, 261, 210)).toBe(false);
  expect(isAcross({ orientation: 'horizontal' }, 400, 200)).toBe(true);
});

describe('a heatmap counted from series', () => {
  test('each value is in the bucket that ends above it', () => {
    const time = field([1000, 2000], 'Time', FieldType.time);
    const frame = { length: 2, fields: [time, field([0, 10]), field([4, 10])] };
    const found = calculated([frame], {
      xBuckets: { mode: 'size', value: '1' },
      yBuckets: { mode: 'count', value: '2' },
    });
    expect(found?.fields.map((one) => [one.name, ...one.values])).toEqual([
      ['Time', 1500, 2500],
      ['5', 2, 0],
      ['10', 0, 0],
      ['15', 0, 2],
    ]);
    expect(calculated([], {})).toBeUndefined();
  });
});

describe('variables of the data', () => {
  const variable = { name: 'node', label: '', hide: 0 as const, values: ['a', 'b'], text: 'A + B' };
  const fill = filler([variable], { from: 1, to: 2 });
  const one = field([7, 8]);
  const context = { value: { field: one, frame: { fields: [one], length: 2 }, rowIndex: 1 } };
  const scoped = { __dataContext: context as never };

  test.each([
    ['$node and ${node}', 'a,b and a,b'],
    ['${node:text}', 'A + B'],
    ['[[node]]', 'a,b'],
    ['${__from}-${__to}', '1-2'],
    ['$unknown ${unknown:csv}', '$unknown ${unknown:csv}'],
    ['${__field.labels.job}', 'api'],
    ['${__value.raw}', '8'],
    ['100 $ or $$', '100 $ or $$'],
  ])('%s', (written, expected) => expect(fill(written, scoped)).toBe(expected));
});

describe('time zones', () => {
  const winter = Date.UTC(2024, 0, 1);
  const summer = Date.UTC(2024, 6, 1);

  test('minutes ahead of UTC', () => {
    const offset = offsetsOf('Europe/Berlin');
    expect([offset?.(winter), offset?.(summer)]).toEqual([60, 120]);
    expect(offsetsOf('Asia/Kolkata')?.(winter)).toBe(330);
    expect(offsetsOf('No/Where')).toBeNull();
  });

  test('the change of the clocks is where it is', () => {
    const text = packed('Europe/Berlin', offsetsOf('Europe/Berlin') as (t: number) => number, winter, summer);
    // 2024-03-31T01:00Z is minute 28530780 since 1970: 2*60^4 + 12*60^3 + 5*60^2 + 13*60 + 0
    expect(text).toBe('Europe/Berlin|+01 +02|-10 -20|01|2c5d0');
  });
});

test('angles count from the top, clockwise', () => {
  const rounded = ([x, y]: [number, number]) => [Math.round(x), Math.round(y)];
  expect(rounded(pointAt(0, 0, 10, 0))).toEqual([0, -10]);
  expect(rounded(pointAt(0, 0, 10, 90))).toEqual([10, 0]);
  expect(arc(0, 0, 0, 10, 0, 0)).toBe('');
  expect(arc(0, 0, 0, 10, 0, 90)).toContain('A 10 10 0 0 1 10.00 0.00');
});

test.each([
  [[0, 33] as [number, number], 136, 15, [0, 5, 10, 15, 20, 25, 30]],
  [[0, 33] as [number, number], 160, 30, [0, 10, 20, 30]],
  [[-3, 3] as [number, number], 100, 30, [-2, 0, 2]],
  [[0, 1] as [number, number], 268, 40, [0, 0.2, 0.4, 0.6, 0.8, 1]],
])('round numbers in %j over %d pixels', ([low, high], length, space, expected) =>
  expect(ticksOf([low, high], length, space)).toEqual(expected),
);

describe('steps without a sample', () => {
  const series = (times: number[]) => ({
    length: times.length,
    fields: [
      { ...field(times, 'Time', FieldType.time), config: { interval: 10 } },
      field(times.map((time) => time + 1)),
    ],
  });

  test('are nulls in every frame: a sample between two gaps is a dot', () => {
    const [first, second] = withNulls([series([20, 50]), series([40])], { from: 20, to: 60 });
    expect(first?.fields.map((one) => one.values)).toEqual([
      [20, 30, 40, 50],
      [21, null, null, 51],
    ]);
    expect(second?.fields.map((one) => one.values)).toEqual([
      [20, 30, 40, 50],
      [null, null, 41, null],
    ]);
  });

  test('a frame without a step stays as it is', () => {
    const plain = { length: 1, fields: [field([1], 'Time', FieldType.time), field([2])] };
    expect(withNulls([plain], { from: 0, to: 9 })[0]).toBe(plain);
  });
});
