package io.rolestream.system.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rolestream.events.ModelFile;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.WorkerStatus;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.system.checks.CommittedTopic;
import io.rolestream.system.checks.Silences;
import io.rolestream.system.checks.VoteReport;
import io.rolestream.system.installation.Feed;
import io.rolestream.system.installation.Installation;
import io.rolestream.system.installation.Quiet;
import io.rolestream.system.installation.TinyVersions;
import io.rolestream.system.installation.VoteTail;
import io.rolestream.system.installation.WorkerService;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker in a process of its own, to which versions are announced that must not vote. */
@Tag("full")
@Timeout(180)
class RefusalTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration CALM = Duration.ofSeconds(5);
    private static final Duration A_WHILE = Duration.ofSeconds(1);
    private static final String WEIGHTS = "model.safetensors";
    private static final int MOST_RESUMES = 1_000_000;
    private static final int PER_SECOND = 100;

    private final Path directory;

    RefusalTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void shouldVoteOnWithTheVersionThatItHasWhateverBadOnesAreAnnounced() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        try (var installation = new Installation("refusals", directory);
                var versions = new TinyVersions(directory, installation.broker(), 2, keys);
                var feed = new Feed(installation.broker(), 1, MOST_RESUMES, PER_SECOND);
                var tail = new VoteTail(installation.broker())) {
            Map<ModelVersion, String> bad = badVersions(versions);
            Map<String, String> settings = new HashMap<>(versions.settings());
            settings.put("model.public.key", publicKey(keys).toString());
            String good = versions.swap();
            WorkerService worker = installation.startWorker(settings);
            feed.unhinderedUpTo(1);
            feed.start();
            tail.awaitVoteOf(good, Instant.EPOCH, PATIENCE);

            Instant alone = Instant.now();
            Thread.sleep(CALM.toMillis());
            Instant refusing = Instant.now();
            Map<String, String> codes = new LinkedHashMap<>();
            for (Map.Entry<ModelVersion, String> each : bad.entrySet()) {
                codes.put(each.getKey().getVersion(), each.getValue());
                versions.announce(each.getKey());
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(refusals(installation)).isEqualTo(codes));
                tail.awaitVoteOf(good, Instant.now(), PATIENCE);
            }
            Silences silences = tail.silences(refusing, Instant.now());
            assertThat(silences).matches(each -> each.areLike(tail.silences(alone, refusing)));
            worker.killAndRestart();
            tail.awaitVoteOf(good, Instant.now(), PATIENCE);
            assertThat(tail.versions()).containsExactly(good);

            String next = versions.swap();
            tail.awaitVoteOf(next, Instant.EPOCH, PATIENCE);
            Thread.sleep(A_WHILE.toMillis());
            feed.stop(PATIENCE);
            Quiet.await(installation.admin(), installation.topics(), installation.groups(), A_WHILE, PATIENCE);
            VoteReport votes = installation.judgeVotes();

            assertThat(votes).matches(VoteReport::isClean);
            assertThat(votes.abstentions()).isZero();
            assertThat(votes.versions()).containsOnlyKeys(good, next);
            assertThat(worker.gaveUp()).isZero();
        }
    }

    /** Each with the code that it is to be refused with. */
    private static Map<ModelVersion, String> badVersions(TinyVersions versions) throws Exception {
        Map<ModelVersion, String> bad = new LinkedHashMap<>();

        ModelVersion corrupt = versions.publish("corrupt");
        try (var file = new RandomAccessFile(weights(versions, corrupt).toFile(), "rw")) {
            file.seek(file.length() / 2);
            int one = file.read();
            file.seek(file.length() / 2);
            file.write(one ^ 1);
        }
        bad.put(corrupt, "files");

        ModelVersion truncated = versions.publish("truncated");
        try (var file = new RandomAccessFile(weights(versions, truncated).toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }
        bad.put(truncated, "files");

        ModelVersion halfCopied = versions.publish("half-copied");
        Files.delete(weights(versions, halfCopied));
        bad.put(halfCopied, "files");

        ModelVersion other = versions.publish("other");
        ModelVersion wronglySigned = versions.publish("wrongly-signed");
        bad.put(
                ModelVersion.newBuilder(wronglySigned)
                        .setSignature(other.getSignature())
                        .build(),
                "signature");
        bad.put(ModelVersion.newBuilder(other).setSignature(null).build(), "signature");

        ModelVersion elsewhere = versions.publish("elsewhere");
        bad.put(ModelVersion.newBuilder(elsewhere).setLocation("../elsewhere").build(), "path");

        ModelVersion escaping = versions.publish("escaping");
        List<ModelFile> files = new ArrayList<>(escaping.getFiles());
        files.add(new ModelFile("../../escaped.json", 2L, "5e".repeat(32)));
        bad.put(ModelVersion.newBuilder(escaping).setFiles(files).build(), "path");
        return bad;
    }

    private static Path weights(TinyVersions versions, ModelVersion version) {
        return versions.store().resolve(version.getLocation()).resolve(WEIGHTS);
    }

    private Path publicKey(KeyPair keys) throws IOException {
        String encoded = Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded());
        return Files.writeString(
                directory.resolve("public.pem"),
                "-----BEGIN PUBLIC KEY-----\n" + encoded + "\n-----END PUBLIC KEY-----\n",
                StandardCharsets.US_ASCII);
    }

    /** The versions that the worker reported as refused, with the code, in the order of the reports. */
    private static Map<String, String> refusals(Installation installation) {
        Map<String, String> refusals = new LinkedHashMap<>();
        String topic = installation.topics().workerStatus();
        var reports = new AvroSerde<>(WorkerStatus.class, installation.broker().registry()).deserializer();
        CommittedTopic.forEach(installation.broker().bootstrapServers(), topic, record -> {
            WorkerStatus status = reports.deserialize(topic, record.value());
            if (status.getRefusedVersion() != null) {
                refusals.put(status.getRefusedVersion(), status.getRefusalCode());
            }
        });
        return refusals;
    }
}
