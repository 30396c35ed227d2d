// Preloaded into the Strapi commands that a launcher starts: when the launcher that started it is gone, however it went, it goes too.
if (process.connected) {
  process.once('disconnect', () => process.exit(0));
  process.channel?.unref();
}
