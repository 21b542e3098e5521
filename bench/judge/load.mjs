// Loads a TypeScript file in a process or a worker thread.
import { createJiti } from 'jiti';
export const load = (file) => createJiti(import.meta.url).import(file);
