/** The API server's errors: `Status` bodies in its own words. */
import type { Resource } from './resources.ts';
import { qualified } from './resources.ts';

export class ApiError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: number, reason: string, message: string, details?: Readonly<Record<string, unknown>>) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  status(): Record<string, unknown> {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      reason: this.reason,
      ...(this.details === undefined ? {} : { details: this.details }),
      code: this.code,
    };
  }
}

const about = (resource: Resource, name: string) => ({ name, group: resource.group, kind: resource.plural });

export const unauthorized = () => new ApiError(401, 'Unauthorized', 'Unauthorized');

export const noSuchPath = () =>
  new ApiError(404, 'NotFound', 'the server could not find the requested resource', {});

export const notFound = (resource: Resource, name: string) =>
  new ApiError(404, 'NotFound', `${qualified(resource)} "${name}" not found`, about(resource, name));

export const alreadyExists = (resource: Resource, name: string) =>
  new ApiError(
    409,
    'AlreadyExists',
    `${qualified(resource)} "${name}" already exists`,
    about(resource, name),
  );

export const conflict = (resource: Resource, name: string) =>
  new ApiError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(resource)} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
    about(resource, name),
  );

/** Of a delete that wants to hit one object alone. */
export const preconditionFailed = (
  resource: Resource,
  name: string,
  { what, asked, is }: { readonly what: string; readonly asked: string; readonly is: string },
) =>
  new ApiError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(resource)} "${name}": Precondition failed: ${what} in precondition: ${asked}, ${what} in object meta: ${is}`,
    about(resource, name),
  );

export const badRequest = (message: string) => new ApiError(400, 'BadRequest', message);

export const unsupportedMediaType = (accepted: readonly string[]) =>
  new ApiError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  );

export const invalid = (resource: Resource, name: string, why: string) =>
  new ApiError(
    422,
    'Invalid',
    `${resource.kind}.${resource.group} "${name}" is invalid: ${why}`,
    about(resource, name),
  );

export const expired = (asked: number, oldest: number) =>
  new ApiError(410, 'Expired', `too old resource version: ${asked} (${oldest})`);
