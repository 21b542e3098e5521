/** What every child release must be given; what else it takes is known when it is planned. */
import { z } from 'zod';

export const childInputSchema = z.looseObject({ environment: z.string(), version: z.string() });
