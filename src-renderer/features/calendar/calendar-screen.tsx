/** What leaves when: month and week. */
export function CalendarScreen() {
  return null;
}
