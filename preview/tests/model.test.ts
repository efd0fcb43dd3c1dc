import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

/**
 * The common form of the model's types and its schema: `"string"`, `"object"` for any object, a literal as JSON,
 * a sorted list of alternatives, the keys of an object (`*` for any), `[]` for a list.
 */
type Shape = string | Shape[] | { [key: string]: Shape };
type Schema = { [key: string]: unknown };

const MODEL = fileURLToPath(new URL('../src/model.ts', import.meta.url));
const SCHEMA = fileURLToPath(new URL('../../docs/reference/preview-page.schema.json', import.meta.url));

test('the types of the page are those of its schema', () => {
  const schema = JSON.parse(readFileSync(SCHEMA, 'utf8')) as Schema;
  expect(shapeOfType(MODEL, 'PageFile')).toEqual(shapeOfSchema(schema, schema));
}, 30_000);

function shapeOfType(file: string, name: string): Shape {
  const program = ts.createProgram([file], { strict: true, noResolve: true, types: [], lib: ['lib.es2022.d.ts'] });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  const symbol = module && checker.getExportsOfModule(module).find((one) => one.name === name);
  if (!symbol) throw new Error(`${file} exports no ${name}`);

  function shape(type: ts.Type): Shape {
    if (type.flags & ts.TypeFlags.Any) return 'object'; // of a package: not resolved here
    if (type.isUnion()) return anyOf(type.types.map(shape));
    if (type.isLiteral()) return JSON.stringify(type.value);
    if (type.flags & ts.TypeFlags.BooleanLiteral) return checker.typeToString(type);
    if (type.flags & (ts.TypeFlags.String | ts.TypeFlags.Number | ts.TypeFlags.Null)) return checker.typeToString(type);
    const element = checker.isArrayType(type) && checker.getTypeArguments(type as ts.TypeReference)[0];
    if (element) return { '[]': shape(element) };
    const index = checker.getIndexInfoOfType(type, ts.IndexKind.String);
    if (index?.type.flags) return index.type.flags & ts.TypeFlags.Unknown ? 'object' : { '*': shape(index.type) };
    const properties = type.getProperties();
    return Object.fromEntries(properties.map((one) => [keyOf(one), shape(checker.getTypeOfSymbol(one))]));
  }
  return shape(checker.getDeclaredTypeOfSymbol(symbol));
}

function keyOf(property: ts.Symbol): string {
  return property.flags & ts.SymbolFlags.Optional ? `${property.name}?` : property.name;
}

function shapeOfSchema(schema: Schema, root: Schema): Shape {
  const shape = (part: unknown) => shapeOfSchema(part as Schema, root);
  if (typeof schema.$ref === 'string') {
    const defs = root.$defs as Schema;
    return shape(defs[schema.$ref.replace('#/$defs/', '')]);
  }
  const alternatives = schema.oneOf ?? schema.enum ?? (Array.isArray(schema.type) ? schema.type : null);
  if (schema.oneOf) return anyOf((alternatives as unknown[]).map(shape));
  if (schema.enum) return anyOf((alternatives as unknown[]).map((one) => JSON.stringify(one)));
  if (alternatives) return anyOf((alternatives as string[]).map((type) => shape({ ...schema, type })));
  if ('const' in schema) return JSON.stringify(schema.const);
  switch (schema.type) {
    case 'array':
      return { '[]': shape(schema.items) };
    case 'object':
      return shapeOfObject(schema, shape);
    case 'boolean':
      return anyOf(['true', 'false']);
    default:
      return schema.type === 'integer' ? 'number' : String(schema.type);
  }
}

function shapeOfObject(schema: Schema, shape: (part: unknown) => Shape): Shape {
  if (typeof schema.additionalProperties === 'object') return { '*': shape(schema.additionalProperties) };
  if (schema.additionalProperties !== false) return 'object';
  const required = schema.required as string[];
  const properties = Object.entries(schema.properties as Schema);
  return Object.fromEntries(properties.map(([key, part]) => [required.includes(key) ? key : `${key}?`, shape(part)]));
}

/** Alternatives in one order, those within an alternative among the others. */
function anyOf(shapes: Shape[]): Shape {
  const flat = shapes.flatMap((one) => (Array.isArray(one) ? one : [one]));
  return flat.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}
