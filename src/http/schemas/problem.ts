import { Type } from 'typebox';
import { ERROR_TABLE } from '../../errors.ts';
import { record } from './common.ts';

export const ProblemSchema = {
  $id: 'Problem',
  ...record(
    {
      type: Type.String({ description: '`urn:footnote:error:` and the code in lower case' }),
      title: Type.String(),
      status: Type.Integer(),
      code: Type.Unsafe<string>({ type: 'string', enum: Object.keys(ERROR_TABLE) }),
      detail: Type.String({ description: 'What happened and what to do.' }),
      requestId: Type.String(),
      errors: Type.Array(
        record({ path: Type.String({ description: 'JSON pointer' }), message: Type.String() }),
      ),
      retryAfterSeconds: Type.Union([Type.Integer(), Type.Null()], {
        description: 'When a retry makes sense, as `Retry-After` says.',
      }),
    },
    'An error (RFC 9457).',
  ),
};
