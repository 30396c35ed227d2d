import { createUploadCleanup } from '../lib/http/upload-cleanup';

/** `global::upload-cleanup`: no request leaves a file in the temporary folder. */
export default () => createUploadCleanup();
