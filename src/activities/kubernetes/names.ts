/** Names that go into the paths of the Kubernetes API. */
import { z } from 'zod';

export const objectNameSchema = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, 'must be a name of Kubernetes');

/** A program and its arguments as a container gets them: no shell reads them. */
export const commandSchema = z.array(z.string().min(1).max(8192)).min(1).max(100);
