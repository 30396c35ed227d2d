import { consoleStats } from '../console-stats';

export default {
  routes: [
    {
      method: 'GET' as const,
      path: '/admin/stats',
      handler: 'stats.find',
      response: consoleStats,
    },
  ],
};
