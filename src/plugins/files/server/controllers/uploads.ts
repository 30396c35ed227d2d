import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Context } from 'koa';
import { z } from 'zod';
import { receiveForm, type ReceivedForm } from '../../../../lib/http/receive-form';
import { parseInput } from '../../../../lib/parse-input';
import { principalOf, type UserPrincipal } from '../../../accounts/contract/principal';
import { alternativeTexts, FILE_FIELDS, fileId, MOST_FILES } from '../../contract/uploads';
import { noSuchUpload, notAForm, notSignedIn } from '../errors';
import type { UploadsService } from '../services/uploads';

type PathContext = Context & { params: Record<string, string> };

interface Dependencies {
  uploads: UploadsService;
  maxBytes: number;
}

const FOLDER = 'shoal-upload-';
const ALTERNATIVE_TEXT = 'alternativeText';
const nothing = z.strictObject({});

function requireUser(ctx: Context): UserPrincipal {
  const principal = principalOf(ctx);
  if (principal.kind !== 'user') throw notSignedIn();
  return principal;
}

/** `/api/uploads`. */
export const createUploadsController = ({ uploads, maxBytes }: Dependencies) => {
  const rules = {
    fileFields: FILE_FIELDS,
    textFields: [ALTERNATIVE_TEXT],
    maxFiles: MOST_FILES,
    maxFileBytes: maxBytes,
  };

  const textsOf = ({ fields }: ReceivedForm): string[] =>
    parseInput(
      z.object({ [ALTERNATIVE_TEXT]: alternativeTexts }),
      { [ALTERNATIVE_TEXT]: fields[ALTERNATIVE_TEXT] ?? [] },
      'body',
    )[ALTERNATIVE_TEXT] ?? [];

  return {
    /** The body is read here and nowhere before: by now it is known who sends it, and that they may. */
    async create(ctx: Context): Promise<void> {
      const { userId } = requireUser(ctx);
      parseInput(nothing, ctx.query);
      if (ctx.request.type !== 'multipart/form-data') throw notAForm();
      await uploads.assertRoom(userId);
      const folder = await mkdtemp(path.join(os.tmpdir(), FOLDER));
      try {
        const form = await receiveForm(ctx.req, folder, rules);
        const shown = await uploads.add({
          userId,
          files: form.files,
          alternativeTexts: textsOf(form),
          isWanted: () => !ctx.res.destroyed,
        });
        ctx.status = 201;
        ctx.body = { data: shown };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },

    async remove(ctx: PathContext): Promise<void> {
      const { userId } = requireUser(ctx);
      parseInput(nothing, ctx.query);
      const id = fileId.safeParse(ctx.params['id']);
      if (!id.success) throw noSuchUpload();
      await uploads.remove(userId, id.data);
      ctx.status = 204;
    },
  };
};
