/** JSON values: all that a plan, an input, an output or a reference may hold. */
import { z } from 'zod';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export const jsonSchema: z.ZodType<Json> = z.json();
