FROM node:24-bookworm-slim
WORKDIR /app
COPY . .
# Development packages are needed once, to build the pages; Node comes with the image.
RUN npm ci --omit=optional && npm run prepare && npm prune --omit=dev --omit=optional \
  && mkdir /data && chown node /data
USER node
EXPOSE 4400
ENTRYPOINT ["node", "server/main.ts"]
CMD ["start"]
