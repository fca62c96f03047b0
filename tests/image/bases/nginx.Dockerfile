# Debian's nginx, laid out as in the official image nginx.
FROM debian:bookworm-slim
RUN groupadd --system --gid 101 nginx && \
    useradd --system --gid nginx --uid 101 --no-create-home --shell /bin/false nginx && \
    apt-get update && \
    apt-get install --yes --no-install-recommends nginx && \
    rm -rf /var/lib/apt/lists/* /etc/nginx/sites-enabled /etc/nginx/modules-enabled && \
    mkdir /var/cache/nginx && \
    ln --symbolic --force /dev/stdout /var/log/nginx/access.log && \
    ln --symbolic --force /dev/stderr /var/log/nginx/error.log
COPY nginx.conf /etc/nginx/nginx.conf
EXPOSE 80
STOPSIGNAL SIGQUIT
CMD ["nginx", "-g", "daemon off;"]
