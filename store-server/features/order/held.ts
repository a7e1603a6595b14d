/** How courses that wait fold: held, shown to the kitchen as held, fired. Pure. */
import type { OrderState } from "./order.ts";

export type CourseEvents = {
  CoursesHeld: { courses: number[]; lineIds: string[] };
  /** Lifts the hold; what the kitchen is told follows as `LinesSent`. */
  CoursesFired: { courses: number[]; lineIds: string[] };
  /** The kitchen sees what will come, and does not cook it yet. `quantityMilli`: all that it sees of the line. */
  HeldShown: { lines: { lineId: string; quantityMilli: number }[] };
};

type Folds = { [T in keyof CourseEvents]: (order: OrderState, data: CourseEvents[T]) => OrderState };

const withCourses = (order: OrderState, courses: readonly number[]): OrderState => {
  const { heldCourses: _before, ...rest } = order;
  return courses.length === 0 ? rest : { ...rest, heldCourses: [...courses].sort((a, b) => a - b) };
};

export const courseFolds: Folds = {
  CoursesHeld: (order, { courses, lineIds }) => ({
    ...withCourses(order, [...new Set([...(order.heldCourses ?? []), ...courses])]),
    lines: order.lines.map((line) => (lineIds.includes(line.id) ? { ...line, held: true as const } : line)),
  }),
  CoursesFired: (order, { courses, lineIds }) => ({
    ...withCourses(
      order,
      (order.heldCourses ?? []).filter((course) => !courses.includes(course)),
    ),
    lines: order.lines.map((line) => {
      if (!lineIds.includes(line.id)) return line;
      const { held: _held, ...free } = line;
      return free;
    }),
  }),
  HeldShown: (order, { lines }) => {
    const shown = new Map(lines.map((line) => [line.lineId, line.quantityMilli]));
    return {
      ...order,
      lines: order.lines.map((line) => {
        const heldMilli = shown.get(line.id);
        return heldMilli === undefined ? line : { ...line, heldMilli };
      }),
    };
  },
};
