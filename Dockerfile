# The image of core-cdc.
#
#   docker build -t core-cdc:0.1.0-SNAPSHOT .
#   docker run -v ./application.yml:/srv/core-cdc/application.yml:ro -v core-cdc:/srv/core-cdc/data -p 8080:8080 core-cdc:0.1.0-SNAPSHOT
#
# It runs as an ordinary user and needs to write only below /srv/core-cdc/data and /tmp, so it can be run with --read-only
# --tmpfs /tmp.
ARG JAVA=25.0.3_9

FROM eclipse-temurin:${JAVA}-jdk-noble AS build
WORKDIR /build
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY src/main src/main
RUN --mount=type=cache,target=/maven MAVEN_USER_HOME=/maven \
    ./mvnw --batch-mode --no-transfer-progress -Dmaven.repo.local=/maven/repository -Dmaven.test.skip=true package
RUN java -Djarmode=tools -jar target/core-cdc-*.jar extract --layers --application-filename core-cdc.jar --destination layers

FROM eclipse-temurin:${JAVA}-jre-noble
RUN groupadd --gid 10001 core-cdc \
    && useradd --uid 10001 --gid core-cdc --home-dir /srv/core-cdc --no-create-home --shell /usr/sbin/nologin core-cdc \
    && install --directory --owner=core-cdc --group=core-cdc /srv/core-cdc /srv/core-cdc/data

# What changes seldom comes first.
WORKDIR /opt/core-cdc
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
COPY src/docker/core-cdc/health ./

# The training run makes every bean that docker-compose.yml asks for, and ends before anything is connected to. The cache is
# good for just this runtime and these jars under these names; the second run is there to fail where it is not.
COPY src/docker/core-cdc/application.yml /tmp/training/
RUN java -XX:AOTCacheOutput=/opt/core-cdc/core-cdc.aot -Xlog:aot=error -Dspring.context.exit=onRefresh \
        -jar /opt/core-cdc/core-cdc.jar --spring.config.location=classpath:/,/tmp/training/ \
        --cdc.checkpoint.file.directory=/tmp/checkpoints --cdc.targets.out.file.path=/tmp/out.ndjson \
    && cd /tmp && java -XX:AOTMode=on -XX:AOTCache=/opt/core-cdc/core-cdc.aot -cp /opt/core-cdc/core-cdc.jar -version \
    && rm -rf /tmp/*

USER 10001:10001
WORKDIR /srv/core-cdc
VOLUME /srv/core-cdc/data
EXPOSE 8080
# Enough for a few targets; see README.md.
ENV JAVA_TOOL_OPTIONS="-Xms256m -Xmx256m -XX:+ExitOnOutOfMemoryError"
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["/opt/core-cdc/health"]
ENTRYPOINT ["java", "-XX:AOTCache=/opt/core-cdc/core-cdc.aot", "-jar", "/opt/core-cdc/core-cdc.jar"]
