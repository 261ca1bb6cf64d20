import {
  CategoryScale,
  Chart,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js';
import { useEffect, useRef } from 'react';
import styles from './line-chart.module.css';

Chart.register(CategoryScale, LinearScale, LineController, LineElement, PointElement, Tooltip);

export interface LineChartProps {
  /** What the line says, for those who do not see it: "Abonnés, du 1 au 30 nov. : de 214 à 260". */
  readonly label: string;
  /** In order; `at` is already written as the axis and the tooltip show it. */
  readonly points: readonly { readonly at: string; readonly value: number }[];
  readonly format: (value: number) => string;
  /** Drawn again when it changes: a canvas does not follow the theme by itself. */
  readonly theme: string;
}

/** One number over time. */
export function LineChart({ label, points, format, theme }: LineChartProps) {
  const canvas = useRef<HTMLCanvasElement | null>(null);
  const grid = useRef<HTMLSpanElement | null>(null);
  const ink = useRef<HTMLSpanElement | null>(null);
  useEffect(() => {
    const place = canvas.current;
    if (place === null) return undefined;
    const colour = (element: Element | null): string => (element ? getComputedStyle(element).color : 'gray');
    const font = { family: getComputedStyle(place).fontFamily, size: 11 };
    const chart = new Chart(place, {
      type: 'line',
      data: {
        labels: points.map(({ at }) => at),
        datasets: [
          {
            data: points.map(({ value }) => value),
            borderColor: colour(place),
            backgroundColor: colour(place),
            borderWidth: 1.5,
            pointRadius: points.length > 20 ? 0 : 2,
            pointHitRadius: 12,
          },
        ],
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        plugins: { legend: { display: false }, tooltip: { displayColors: false } },
        scales: {
          x: {
            grid: { display: false },
            border: { color: colour(grid.current) },
            ticks: { color: colour(ink.current), font, maxRotation: 0, autoSkipPadding: 24 },
          },
          y: {
            grid: { color: colour(grid.current) },
            border: { display: false },
            ticks: {
              color: colour(ink.current),
              font,
              maxTicksLimit: 4,
              precision: 0,
              callback: (value) => format(Number(value)),
            },
          },
        },
      },
    });
    return () => chart.destroy();
  }, [points, format, theme]);
  return (
    <div className={styles.frame}>
      <canvas ref={canvas} className={styles.canvas} role="img" aria-label={label} />
      <span ref={grid} className={styles.grid} />
      <span ref={ink} className={styles.ink} />
    </div>
  );
}
