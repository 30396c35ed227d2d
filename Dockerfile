# Two stages: one builds with everything, the other carries only what runs.
#   docker build -t shoal .
#   docker run --rm --env-file .env -p 1337:1337 shoal
FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV STRAPI_TELEMETRY_DISABLED=true
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
# Compiles the app and builds the admin panel; needs neither settings nor a database.
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production TZ=UTC HOST=0.0.0.0 PORT=1337 STRAPI_TELEMETRY_DISABLED=true
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/package.json /app/package-lock.json /app/tsconfig.json /app/favicon.png ./
# The sources prove to the launcher that dist is made of them; nothing is compiled here.
COPY --from=build /app/config config
COPY --from=build /app/scripts scripts
COPY --from=build /app/src src
COPY --from=build /app/types types
COPY --from=build /app/database database
COPY --from=build /app/public public
COPY --from=build /app/dist dist
# Uploads of a single machine without S3; everything else is read-only to the app.
RUN mkdir -p .data/uploads .cache && chown -R node:node .data .cache
USER node
EXPOSE 1337
VOLUME ["/app/.data/uploads"]
# Alive is enough here: a database that is away must not make the supervisor restart the app.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node itself takes the signals; run with an init (`docker run --init`, `init: true`) to reap children.
STOPSIGNAL SIGTERM
CMD ["node", "scripts/run.mjs", "start"]
