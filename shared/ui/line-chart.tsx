import "./chart.css";
import { useRef, useState } from "preact/hooks";
import { labelStride, niceScale } from "./chart-scale.ts";
import { useSize } from "./use-size.ts";

export interface LineSeries {
  name: string;
  /** One per label; null where there is none yet. */
  values: readonly (number | null)[];
  /** The one line that matters is filled green; others are thin and quiet. */
  emphasis?: boolean;
}

export interface LineChartProps {
  /** Names the chart: "Sales by hour". */
  title: string;
  labels: readonly string[];
  series: readonly LineSeries[];
  height?: number;
  /** The axis: 6000 as "6k". */
  formatTick: (value: number) => string;
  /** The value under the finger, in full. */
  formatValue: (value: number) => string;
}

interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
  x: (index: number) => number;
  y: (value: number) => number;
}

function makeFrame(width: number, height: number, left: number, count: number, max: number): Frame {
  const [right, top, bottom] = [width - 10, 12, height - 28];
  return {
    left,
    right,
    top,
    bottom,
    x: (index) => left + (count > 1 ? ((right - left) * index) / (count - 1) : (right - left) / 2),
    y: (value) => bottom - ((bottom - top) * value) / max,
  };
}

/* Runs of neighbouring values: a gap in the data is a gap in the line. */
function runs(values: readonly (number | null)[]): number[][] {
  const found: number[][] = [];
  values.forEach((value, index) => {
    if (value === null) return;
    const last = found.at(-1);
    if (last && last.at(-1) === index - 1) last.push(index);
    else found.push([index]);
  });
  return found;
}

function SeriesLine({ series, frame }: { series: LineSeries; frame: Frame }) {
  const point = (index: number) =>
    `${frame.x(index).toFixed(1)} ${frame.y(series.values[index] ?? 0).toFixed(1)}`;
  const pieces = runs(series.values);
  const end = pieces.at(-1)?.at(-1);
  return (
    <g class="ui-chart-series" data-emphasis={series.emphasis || undefined}>
      {pieces.map((piece) => {
        const [first, last] = [piece[0] ?? 0, piece.at(-1) ?? 0];
        const line = `M${piece.map(point).join("L")}`;
        return (
          <g key={first}>
            {series.emphasis && (
              <path
                class="ui-chart-area"
                d={`${line}L${frame.x(last).toFixed(1)} ${frame.bottom}L${frame.x(first).toFixed(1)} ${frame.bottom}Z`}
              />
            )}
            <path class="ui-chart-line" d={line} />
          </g>
        );
      })}
      {series.emphasis && end !== undefined && (
        <circle cx={frame.x(end)} cy={frame.y(series.values[end] ?? 0)} r="5" />
      )}
    </g>
  );
}

function Axes({
  frame,
  ticks,
  labels,
  formatTick,
}: { frame: Frame; ticks: readonly number[] } & Pick<LineChartProps, "labels" | "formatTick">) {
  const stride = labelStride(labels.length, frame.right - frame.left, 88);
  return (
    <g class="ui-chart-axis">
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={frame.left} x2={frame.right} y1={frame.y(tick)} y2={frame.y(tick)} />
          <text x={0} y={frame.y(tick) + 4.5}>
            {formatTick(tick)}
          </text>
        </g>
      ))}
      {labels.map((label, index) => {
        if (index % stride !== 0) return null;
        return (
          <text key={label} x={frame.x(index)} y={frame.bottom + 22} text-anchor="middle">
            {label}
          </text>
        );
      })}
    </g>
  );
}

function Reading({ frame, index, props }: { frame: Frame; index: number; props: LineChartProps }) {
  const rows = props.series.filter((series) => typeof series.values[index] === "number");
  const side = frame.x(index) > (frame.left + frame.right) / 2 ? "before" : "after";
  return (
    <div
      class="ui-chart-reading"
      data-side={side}
      style={{ left: `${frame.x(index)}px`, top: `${frame.top}px` }}
    >
      <b>{props.labels[index]}</b>
      {rows.map((series) => (
        <div key={series.name} data-emphasis={series.emphasis || undefined}>
          <span>{series.name}</span>
          <span>{props.formatValue(series.values[index] ?? 0)}</span>
        </div>
      ))}
    </div>
  );
}

function DataForReaders({ title, labels, series, formatValue }: LineChartProps) {
  const spoken = (value: number | null | undefined) => (typeof value === "number" ? formatValue(value) : "–");
  return (
    <table class="visually-hidden">
      <caption>{title}</caption>
      <tbody>
        {labels.map((label, index) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            {series.map((one) => (
              <td key={one.name}>{`${one.name}: ${spoken(one.values[index])}`}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** One line that matters and one to compare it with; a finger or the arrow keys read it, a screen reader gets a table. */
export function LineChart(props: LineChartProps) {
  const { title, labels, series, height = 230, formatTick } = props;
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box, { width: 640, height });
  const [at, setAt] = useState<number>();
  const scale = niceScale(Math.max(0, ...series.flatMap((one) => one.values.map((value) => value ?? 0))));
  const widest = Math.max(...scale.ticks.map((tick) => formatTick(tick).length));
  const frame = makeFrame(width, height, 14 + widest * 8, labels.length, scale.max);
  const clamp = (index: number) => Math.min(labels.length - 1, Math.max(0, index));
  const nearest = (event: PointerEvent) => {
    const start = box.current?.getBoundingClientRect().left ?? 0;
    const share = (event.clientX - start - frame.left) / (frame.right - frame.left);
    setAt(clamp(Math.round(share * (labels.length - 1))));
  };
  return (
    <figure class="ui-chart">
      <div
        ref={box}
        class="ui-chart-box"
        role="group"
        tabIndex={0}
        dir="ltr"
        aria-label={title}
        onPointerMove={nearest}
        onPointerDown={nearest}
        onPointerLeave={() => setAt(undefined)}
        onBlur={() => setAt(undefined)}
        onKeyDown={(event) => {
          if (event.key === "ArrowRight") setAt(clamp((at ?? -1) + 1));
          if (event.key === "ArrowLeft") setAt(clamp((at ?? labels.length) - 1));
          if (event.key === "Escape") setAt(undefined);
        }}
      >
        <svg width={width} height={height} aria-hidden="true">
          <Axes frame={frame} ticks={scale.ticks} labels={labels} formatTick={formatTick} />
          {[...series]
            .sort((a, b) => Number(a.emphasis ?? false) - Number(b.emphasis ?? false))
            .map((one) => (
              <SeriesLine key={one.name} series={one} frame={frame} />
            ))}
          {at !== undefined && (
            <line
              class="ui-chart-cursor"
              x1={frame.x(at)}
              x2={frame.x(at)}
              y1={frame.top}
              y2={frame.bottom}
            />
          )}
        </svg>
        {at !== undefined && <Reading frame={frame} index={at} props={props} />}
      </div>
      <DataForReaders {...props} />
    </figure>
  );
}

/** Names the lines of a chart, beside its title. */
export function ChartLegend({ series }: { series: readonly LineSeries[] }) {
  return (
    <ul class="ui-chart-legend" aria-hidden="true">
      {series.map((one) => (
        <li key={one.name} data-emphasis={one.emphasis || undefined}>
          {one.name}
        </li>
      ))}
    </ul>
  );
}
