/** A file that the build puts beside main: its path at run time. */
declare module '*?asset' {
  const path: string;
  export default path;
}
