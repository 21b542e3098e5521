/** Environments: the record of what runs where. */
export { hold } from './hold.ts';
export { record } from './record.ts';
