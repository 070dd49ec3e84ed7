import type { Rule } from './layout.js';

/** `[a, b, c, d, e, f]` of PDF: a point (x, y) becomes (ax + cy + e, bx + dy + f). */
export type Matrix = readonly [number, number, number, number, number, number];

interface Operators {
  readonly fnArray: readonly number[];
  readonly argsArray: readonly unknown[];
}

type Point = readonly [number, number];

/** How a path of the library begins each of its parts, and how many numbers belong to it. */
const PATH = { move: 0, line: 1, close: 4, numbers: [2, 2, 6, 4, 0] } as const;
const STRAIGHT = 1;
/** A filled box as thin as this is a line. */
const THIN = 3;
const SHORTEST = 4;
/** A page with more of them holds a drawing. */
const MOST_RULES = 2_500;

export function multiply(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    m[0] * n[4] + m[2] * n[5] + m[4],
    m[1] * n[4] + m[3] * n[5] + m[5],
  ];
}

/** The straight lines that a page draws, level or upright; none where it holds a drawing made of very many. */
export function rulesOf(operators: Operators, ops: Readonly<Record<string, number>>, view: Matrix): Rule[] {
  const rules: Rule[] = [];
  const saved: Matrix[] = [];
  let matrix = view;
  for (const [at, operator] of operators.fnArray.entries()) {
    const args = operators.argsArray[at] as readonly unknown[] | null;
    if (operator === ops['save']) saved.push(matrix);
    else if (operator === ops['restore'] || operator === ops['paintFormXObjectEnd']) matrix = saved.pop() ?? view;
    else if (operator === ops['transform']) matrix = multiply(matrix, args as unknown as Matrix);
    else if (operator === ops['paintFormXObjectBegin']) {
      saved.push(matrix);
      if (args?.[0]) matrix = multiply(matrix, args[0] as Matrix);
    } else if (operator === ops['constructPath'] && args?.[0] !== ops['endPath']) {
      rules.push(...rulesIn((args?.[1] as readonly unknown[] | undefined)?.[0], matrix));
    }
    if (rules.length > MOST_RULES) return [];
  }
  return rules;
}

function rulesIn(path: unknown, matrix: Matrix): Rule[] {
  const sides = path instanceof Float32Array ? sidesOf(path, matrix) : [];
  if (sides.length === 0) return [];
  const box = around(sides.flat());
  // A box that is only there to be a line.
  if (box.right - box.left < THIN || box.bottom - box.top < THIN) return lineLike(box);
  return sides.flatMap((side) => lineLike(around(side)));
}

function around(points: readonly Point[]): Rule {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

function lineLike({ left, right, top, bottom }: Rule): Rule[] {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  if (bottom - top < THIN && right - left >= SHORTEST) return [{ left, right, top: y, bottom: y }];
  return right - left < THIN && bottom - top >= SHORTEST ? [{ left: x, right: x, top, bottom }] : [];
}

/** The straight sides of a path that go across or down. */
function sidesOf(path: Float32Array, matrix: Matrix): [Point, Point][] {
  const sides: [Point, Point][] = [];
  let start: Point = [0, 0];
  let before: Point = [0, 0];
  const goTo = (point: Point): void => {
    const [dx, dy] = [Math.abs(point[0] - before[0]), Math.abs(point[1] - before[1])];
    if (Math.min(dx, dy) < STRAIGHT && Math.max(dx, dy) > 0) sides.push([before, point]);
    before = point;
  };
  for (let at = 0; at < path.length && sides.length <= MOST_RULES;) {
    const part = path[at] ?? 0;
    const count = PATH.numbers[part];
    if (count === undefined) return [];
    const point = applied(matrix, path[at + count - 1] ?? 0, path[at + count] ?? 0);
    if (part === PATH.close) goTo(start);
    else if (part === PATH.line) goTo(point);
    else before = point;
    if (part === PATH.move) start = point;
    at += count + 1;
  }
  return sides;
}

function applied([a, b, c, d, e, f]: Matrix, x: number, y: number): Point {
  return [a * x + c * y + e, b * x + d * y + f];
}
