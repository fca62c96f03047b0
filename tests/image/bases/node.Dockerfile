# Node and npm of npm's registry, laid out as in the official image node:…-bookworm-slim.
FROM debian:bookworm-slim
COPY usr /usr
COPY certificates.crt /etc/ssl/certs/ca-certificates.crt
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
RUN groupadd --gid 1000 node && \
    useradd --uid 1000 --gid node --shell /bin/bash --create-home node && \
    chmod +x /usr/local/lib/node_modules/npm/bin/*.js && \
    ln --symbolic ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && \
    ln --symbolic ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx
CMD ["node"]
