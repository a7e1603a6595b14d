import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";

import { courseWord } from "../../kitchen/order-words.ts";

const courses = [1, 2, 3];
export const mostSeats = 24;
type Seated = { seat: number | null };
/** How many seats there are to choose from: the guests, and every seat that something was ordered for. */
export const seatsOf = (guests: number | null, lines: readonly Seated[]): number =>
  Math.min(
    mostSeats,
    lines.reduce((most, { seat }) => Math.max(most, seat ?? 0), guests ?? 0),
  );

type Props = {
  guests: number | null;
  seat: number | null;
  /** undefined: it is on its way, the course does not matter any more. */
  course: number | null | undefined;
  onSeat(seat: number | null): void;
  onCourse(course: number | null): void;
};

/** Who gets it, and when. */
export function PlaceFields({ guests, seat, course, onSeat, onCourse }: Props) {
  const seats = seatsOf(guests, [{ seat }]);
  return (
    <>
      {seats > 1 && (
        <OptionGroup label="Seat" role="radiogroup">
          <Chip role="radio" on={seat === null} onToggle={() => onSeat(null)}>
            Whole table
          </Chip>
          {Array.from({ length: seats }, (_, index) => index + 1).map((one) => (
            <Chip key={one} role="radio" on={seat === one} onToggle={() => onSeat(one)}>
              {one}
            </Chip>
          ))}
        </OptionGroup>
      )}
      {course !== undefined && (
        <OptionGroup label="Course" role="radiogroup">
          <Chip role="radio" on={course === null} onToggle={() => onCourse(null)}>
            Straight away
          </Chip>
          {courses.map((one) => (
            <Chip key={one} role="radio" on={course === one} onToggle={() => onCourse(one)}>
              {courseWord(one)}
            </Chip>
          ))}
        </OptionGroup>
      )}
    </>
  );
}
