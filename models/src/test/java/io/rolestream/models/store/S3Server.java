package io.rolestream.models.store;

import io.rolestream.common.config.Settings;
import io.rolestream.models.ModelsConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Adobe's S3Mock, which the build puts into {@code target}, in a process of its own with its data in a temporary
 * directory.
 */
final class S3Server implements AutoCloseable {
    static final String BUCKET = "models";

    private static final Duration START = Duration.ofSeconds(90);
    private static final Pattern PORT = Pattern.compile("Tomcat started on ports .* (\\d+) \\(http\\)");

    private final Process process;
    private final URI url;

    private S3Server(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    static S3Server start(Path log) throws Exception {
        String jar = Objects.requireNonNull(System.getProperty("s3mock.jar"), "s3mock.jar");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        jar,
                        "--server.port=0",
                        "--com.adobe.testing.s3mock.httpPort=0",
                        "--com.adobe.testing.s3mock.store.initialBuckets=" + BUCKET))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            return new S3Server(process, URI.create("http://localhost:" + port(process, log)));
        } catch (Exception e) {
            stop(process);
            throw e;
        }
    }

    private static String port(Process process, Path log) throws Exception {
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            Matcher started = PORT.matcher(Files.readString(log));
            if (started.find()) {
                return started.group(1);
            }
            Thread.sleep(50);
        }
        throw new IOException("S3Mock did not start; its output is in " + log);
    }

    /** A store below a prefix of its bucket. */
    ArtifactStore store(String prefix) {
        return store("s3://" + BUCKET + "/" + prefix, url);
    }

    /** A store on a server. */
    static ArtifactStore store(String root, URI url) {
        return ArtifactStores.open(ModelsConfig.settings(Settings.of(
                        ModelsConfig.define(new ConfigDef()),
                        Map.of(
                                ModelsConfig.STORE,
                                root,
                                ModelsConfig.S3_ENDPOINT,
                                url.toString(),
                                ModelsConfig.S3_REGION,
                                "us-east-1",
                                ModelsConfig.S3_PATH_STYLE,
                                "true")))
                .store());
    }

    URI url() {
        return url;
    }

    @Override
    public void close() throws InterruptedException {
        stop(process);
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
