FROM node:24-bookworm-slim
WORKDIR /app
COPY . .
# Development packages are needed once, to build the pages (`npm ci` does); Node comes with the image.
RUN npm ci && npm prune --omit=dev && rm -rf node_modules/node-linux-* && mkdir /data && chown node /data
USER node
EXPOSE 4400
ENTRYPOINT ["node", "server/main.ts"]
CMD ["start"]
