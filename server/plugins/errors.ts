import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type ErrorCode, FairleadError } from '#domain/errors.ts';
import type { App } from '../app-parts.ts';

/** Every error that the API answers with. */
export const errorBody = z.object({
  error: z.object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()) }),
});

const bodyOf = (code: ErrorCode | string, message: string, details: Record<string, unknown> = {}) => ({
  error: { code, message, details },
});

/** What Fastify itself refuses, by its code. */
const ownFaults: Record<string, { code: string; message: string }> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { code: 'bad-request', message: 'The body is larger than 1 MB.' },
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'bad-request', message: 'The body is not JSON.' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: 'bad-request', message: 'The body is empty; it must be JSON.' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { code: 'bad-request', message: 'The body must be application/json.' },
};

/** One shape for everything that goes wrong; a stack or a driver's message never leaves. */
export function registerErrors(app: App): void {
  app.setErrorHandler((error: Error & { code?: string; statusCode?: number }, request, reply) => {
    if (error instanceof FairleadError) {
      if (error.status >= 500) request.log.error({ code: error.code, message: error.message });
      return reply.code(error.status).send(bodyOf(error.code, error.message, error.details));
    }
    // What can't be an id is the id of nothing.
    if (hasZodFastifySchemaValidationErrors(error) && error.validationContext === 'params')
      return answerNotFound(request, reply);
    if (hasZodFastifySchemaValidationErrors(error)) {
      const issues = error.validation.map(({ instancePath, message }) => ({
        field: instancePath.replace(/^\//, '').replaceAll('/', '.'),
        message: message ?? 'is not valid',
      }));
      const [first] = issues;
      const where =
        first?.field === '' || first === undefined
          ? `the ${error.validationContext ?? 'request'}`
          : first.field;
      return reply.code(422).send(
        bodyOf('invalid-input', `${where}: ${first?.message ?? 'is not valid'}`, {
          issues,
          part: error.validationContext,
        }),
      );
    }
    const own = error.code === undefined ? undefined : ownFaults[error.code];
    if (own !== undefined) return reply.code(error.statusCode ?? 400).send(bodyOf(own.code, own.message));
    if (error.statusCode === 429) return reply.code(429).send(bodyOf('too-many-requests', error.message));
    if (error.statusCode === 503)
      return reply
        .code(503)
        .send(bodyOf('database-unavailable', 'Fairlead is under pressure; try again in a moment.'));
    if (error.statusCode !== undefined && error.statusCode < 500)
      return reply.code(error.statusCode).send(bodyOf('bad-request', error.message));
    request.log.error({
      code: 'internal',
      message: error.message,
      stack: error.stack,
      issues: isResponseSerializationError(error) ? error.cause.issues : undefined,
    });
    return reply.code(500).send(
      bodyOf('internal', `Something went wrong on our side (request ${request.id}).`, {
        request: request.id,
      }),
    );
  });
}

export const answerNotFound = ({ method, url }: FastifyRequest, reply: FastifyReply): FastifyReply =>
  reply
    .code(404)
    .send(bodyOf('not-found', `There is nothing at ${method} ${url.split('?')[0]}. See /api/openapi.json.`));
