/** What an editor may do with the entries of a content type. */
export const ENTRY_ACTIONS = ['create', 'read', 'update', 'delete', 'publish'] as const;

interface PanelRole {
  name: string;
  description: string;
  /** Content types, each with all of its fields. What is not listed is denied, new ones included. */
  contentTypes: readonly string[];
  /** Of the media library and of pages. */
  actions: readonly string[];
  /** Only entries and files of their own, and nothing goes public by their hand. */
  isLimitedToOwn: boolean;
}

/** What is published, and what maps and lists show. People, profiles, who belongs
 * to a group or comes to an event, and security events are no content. */
const CONTENT = [
  'api::occurrence.occurrence',
  'api::taxon.taxon',
  'api::dataset.dataset',
  'api::group.group',
  'api::milestone.milestone',
  'api::task.task',
  'api::event.event',
  'api::resource.resource',
  'api::announcement.announcement',
] as const;

const MEDIA_LIBRARY = [
  'plugin::upload.read',
  'plugin::upload.assets.create',
  'plugin::upload.assets.update',
  'plugin::upload.assets.download',
  'plugin::upload.assets.copy-link',
  'plugin::upload.configure-view',
] as const;

/**
 * The checked-in roles of the admin panel, by Strapi's code of them: its own two, narrowed to content.
 * Applied at every boot, so a grant made by hand on one of these does not survive; make a role of your
 * own for that (someone who looks after accounts, for example). Super admins may do everything.
 */
export const PANEL_ROLE_MATRIX: Readonly<Record<string, PanelRole>> = {
  'strapi-editor': {
    name: 'Editor',
    description: 'Edits and publishes all content; sees no people and no secrets.',
    contentTypes: [...CONTENT, 'plugin::importer.import-profile'],
    actions: [...MEDIA_LIBRARY, 'plugin::importer.imports.read', 'plugin::importer.links.decide'],
    isLimitedToOwn: false,
  },
  'strapi-author': {
    name: 'Author',
    description: 'Edits the content they made themselves; publishes nothing.',
    contentTypes: CONTENT,
    actions: MEDIA_LIBRARY,
    isLimitedToOwn: true,
  },
};
