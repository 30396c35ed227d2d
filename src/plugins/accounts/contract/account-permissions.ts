/** Actions of the panel's roles. Reading shows people; managing changes what they may do. */
export const READ_ACCOUNTS = 'plugin::accounts.accounts.read';
export const MANAGE_ACCOUNTS = 'plugin::accounts.accounts.manage';
