export { awaitImage } from './awaitImage.ts';
