/** What a group may be called by, in any case; it is kept in upper case. Shorter than a documentId. */
export const GROUP_CODE = /^[A-Za-z0-9][A-Za-z0-9-]{1,19}$/;
