/** The ten client colours of `tokens.css`, in the order in which new clients take them. */
export { clientColours, type ClientColour } from '../../src-shared/domain/workspace.ts';
