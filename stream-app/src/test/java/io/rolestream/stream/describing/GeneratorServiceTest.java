package io.rolestream.stream.describing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.rolestream.evaluation.verdict.StatedVerdict;
import io.rolestream.evaluation.verdict.VerdictKind;
import io.rolestream.events.DescriptionOutcome;
import io.rolestream.events.Resume;
import io.rolestream.events.WrittenDescription;
import io.rolestream.models.ModelsConfig;
import io.rolestream.models.announcements.AnnouncedVerdict;
import io.rolestream.models.announcements.SigningKeys;
import io.rolestream.models.announcements.VersionAnnouncer;
import io.rolestream.models.task.VersionTask;
import io.rolestream.models.testing.TaskVersions;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.testing.KafkaEnds.Sent;
import io.rolestream.stream.testing.Resumes;
import io.rolestream.stream.worker.ModelGoneException;
import io.rolestream.stream.worker.WorkerConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a generator promises on a real broker. */
class GeneratorServiceTest extends GeneratorSuite {
    @Test
    void shouldDescribeEveryResumeOnceInItsPartitionWithASeedOfItsContent() throws Exception {
        supply.offer(new ScriptedGenerator("v1", 100));
        List<Sent> sent = kafka.send(Resumes.numbered(0, 1_000));
        try (GeneratorService service = service(Map.of())) {
            service.start();
            List<ConsumerRecord<String, byte[]>> records = records(sent.size());

            assertThat(places(records)).containsExactlyInAnyOrderElementsOf(places(sent));
            assertThat(values(records)).allSatisfy(written -> {
                assertThat(written.getOutcome()).isEqualTo(DescriptionOutcome.FINISHED);
                assertThat(written.getDescription()).endsWith(" " + written.getSeed());
                assertThat(written.getGeneratorVersion()).isEqualTo("v1");
                assertThat(written.getSampling()).isEqualTo("max-tokens=200 temperature=0.8 top-p=1.0");
            });
            assertThat(service.isReady()).isTrue();
            assertThat(service.describe()).isEqualTo("describing resumes with scripted/v1");
        }
    }

    @Test
    @Tag("full")
    void shouldDeleteTheDescriptionOfADeletedResumeAndReadPastWhatIsNone() throws Exception {
        supply.offer(new ScriptedGenerator("v1", 100));
        kafka.sendKeyed(topics.resumes(), "bad", new byte[] {7, 7, 7});
        kafka.send(Resumes.numbered(0, 1));
        String id = Resumes.numbered(0, 1).get(0).getResumeId();
        kafka.sendKeyed(topics.resumes(), id, null);
        try (GeneratorService service = service(Map.of())) {
            service.start();
            List<ConsumerRecord<String, byte[]>> records = records(2);

            assertThat(records).extracting(ConsumerRecord::key).containsExactly(id, id);
            assertThat(records.get(0).value()).isNotNull();
            assertThat(records.get(1).value()).isNull();
            assertThat(records.get(1).partition()).isEqualTo(records.get(0).partition());
        }
    }

    @Test
    void shouldSayAtOnceThatThereIsNoDescription() throws Exception {
        ScriptedGenerator model = new ScriptedGenerator("v1", 100);
        model.slowDown(0);
        supply.offer(model);
        List<Resume> resumes = new ArrayList<>(Resumes.numbered(0, 199));
        resumes.add(Resumes.withSkills("bad", ScriptedGenerator.POISON));
        kafka.send(resumes);
        // a hundred tokens: six descriptions of at most sixteen, and what they give back
        Map<String, String> settings = Map.of(
                DescribingConfig.SHARE, "0.5",
                DescribingConfig.MAX_TOKENS, "16",
                DescribingConfig.TOKENS_PER_SECOND, "10");
        try (GeneratorService service = service(settings)) {
            service.start();
            List<WrittenDescription> written = values(records(resumes.size()));
            Map<DescriptionOutcome, Long> outcomes = written.stream()
                    .collect(Collectors.groupingBy(WrittenDescription::getOutcome, Collectors.counting()));

            assertThat(written).hasSize(resumes.size()).allSatisfy(each -> {
                boolean inShare = new ResumeShare(0.5).includes(each.getResumeId());
                assertThat(each.getOutcome() != DescriptionOutcome.OUT_OF_SHARE).isEqualTo(inShare);
                assertThat(each.getDescription() != null).isEqualTo(each.getOutcome() == DescriptionOutcome.FINISHED);
            });
            assertThat(outcomes.get(DescriptionOutcome.FINISHED)).isBetween(6L, 40L);
            assertThat(outcomes.get(DescriptionOutcome.OUT_OF_BUDGET)).isGreaterThan(20);
            outcomes.forEach((outcome, count) ->
                    assertThat(counted(outcome)).as(outcome.name()).isEqualTo(count.doubleValue()));
        }
    }

    @Test
    @Tag("full")
    void shouldSayThatTheModelFailsAndThatThereIsNone() throws Exception {
        supply.offer(null);
        kafka.send(List.of(Resumes.withSkills("early", "java")));
        try (GeneratorService service = service(Map.of())) {
            service.start();
            assertThat(values(records(1)))
                    .extracting(WrittenDescription::getOutcome)
                    .containsExactly(DescriptionOutcome.NO_MODEL);
            assertThat(service.isReady()).isFalse();
            assertThat(service.isLive()).isTrue();

            supply.offer(new ScriptedGenerator("v1", 100));
            await().atMost(PATIENCE).until(service::isReady);
            kafka.send(
                    List.of(Resumes.withSkills("bad", ScriptedGenerator.POISON), Resumes.withSkills("good", "java")));
            assertThat(values(records(3)))
                    .extracting(WrittenDescription::getResumeId, WrittenDescription::getOutcome)
                    .contains(tuple("bad", DescriptionOutcome.FAILED), tuple("good", DescriptionOutcome.FINISHED));
        }
    }

    @Test
    @Tag("full")
    void shouldLeaveResumesInKafkaWhileTheModelIsFull() throws Exception {
        ScriptedGenerator model = new ScriptedGenerator("v1", 20);
        supply.offer(model);
        List<Sent> sent = kafka.send(Resumes.numbered(0, 400));
        try (GeneratorService service = service(Map.of())) {
            service.start();

            assertThat(places(records(sent.size()))).containsExactlyInAnyOrderElementsOf(places(sent));
            assertThat(model.mostWaiting()).isBetween(10, 20);
        }
    }

    @Test
    @Tag("full")
    void shouldContinueExactlyOnceAfterARestartInTheMiddle() throws Exception {
        ScriptedGenerator slow = new ScriptedGenerator("v1", 50);
        slow.slowDown(400);
        supply.offer(slow);
        Map<String, String> named = Map.of(StreamConfig.INSTANCE_ID, "a", WorkerConfig.STOP_TIMEOUT, "1ms");
        List<Sent> sent = kafka.send(Resumes.numbered(0, 400));
        GeneratorService first = service(named);
        first.start();
        records(40);
        first.close();
        supply.offer(new ScriptedGenerator("v2", 100));
        try (GeneratorService second = service(named)) {
            second.start();
            List<ConsumerRecord<String, byte[]>> records = records(sent.size());

            assertThat(places(records)).containsExactlyInAnyOrderElementsOf(places(sent));
            assertThat(values(records))
                    .extracting(WrittenDescription::getGeneratorVersion)
                    .contains("v1", "v2");
        }
    }

    @Test
    void shouldStopWithTheCauseWhenTheEngineIsBroken() throws Exception {
        ScriptedGenerator model = new ScriptedGenerator("v1", 100);
        model.breakDown();
        supply.offer(model);
        kafka.send(Resumes.numbered(0, 10));
        try (GeneratorService service = service(Map.of())) {
            service.start();

            assertThat(service.stopped().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            ModelGoneException.class,
                            gone -> assertThat(gone.broken()).isTrue());
        }
    }

    @Test
    @Tag("full")
    void shouldWriteTheSameTextForTheSameResumeWithARealDecoder() throws Exception {
        Map<String, String> settings = Map.of(
                DescribingConfig.MODEL, DECODER.toString(),
                DescribingConfig.MAX_TOKENS, "12",
                ModelsConfig.PRECISION, "fp32",
                ModelsConfig.DEVICE, "cpu");
        List<Resume> resumes = List.of(
                Resumes.withSkills("a", "Kafka, Java"),
                Resumes.withSkills("b", "Kafka,   Java"),
                Resumes.withSkills("c", "Python, pandas"),
                Resumes.withSkills("long", "Kafka and Java ".repeat(2_000)));
        List<Sent> sent = kafka.send(resumes);
        try (GeneratorService service =
                GeneratorService.of(cluster(settings), DescribingConfig.settings(all(settings)), meters)) {
            service.start();
            Map<String, WrittenDescription> written = values(records(sent.size())).stream()
                    .collect(Collectors.toMap(WrittenDescription::getResumeId, each -> each));

            assertThat(written).hasSize(4);
            assertThat(Objects.requireNonNull(written.get("a")).getDescription())
                    .isNotBlank()
                    .isNotEqualTo(Objects.requireNonNull(written.get("c")).getDescription());
            assertThat(Objects.requireNonNull(written.get("b")).getDescription())
                    .as("of other white space")
                    .isEqualTo(Objects.requireNonNull(written.get("a")).getDescription());
            assertThat(Objects.requireNonNull(written.get("a")).getGeneratorVersion())
                    .matches("smollm2-[0-9a-f]{8}");
            assertThat(written.values())
                    .allSatisfy(each -> assertThat(each.getTokens()).isBetween(1, 12));
            WrittenDescription first = Objects.requireNonNull(written.get("a"));
            kafka.send(resumes.subList(0, 1));
            WrittenDescription again = values(records(sent.size() + 1)).stream()
                    .filter(each -> each.getResumeId().equals("a") && each.getResumeOffset() != first.getResumeOffset())
                    .findFirst()
                    .orElseThrow();
            assertThat(again.getDescription()).isEqualTo(first.getDescription());
        }
    }

    @Test
    @Tag("full")
    void shouldDescribeWithTheChampionAndGoBackWithARollback(@TempDir Path directory) throws Exception {
        Path store = directory.resolve("store");
        Map<String, String> settings = Map.of(
                DescribingConfig.MODEL,
                VersionTask.DESCRIBER,
                DescribingConfig.MAX_TOKENS,
                "4",
                ModelsConfig.STORE,
                store.toString(),
                ModelsConfig.CACHE_DIRECTORY,
                directory.resolve("cache").toString(),
                ModelsConfig.PRECISION,
                "fp32",
                ModelsConfig.DEVICE,
                "cpu");
        StatedVerdict passed = new StatedVerdict(VerdictKind.PASSED, List.of("better"));
        try (VersionAnnouncer announcer = new VersionAnnouncer(cluster(settings), "ada", SigningKeys.NONE);
                GeneratorService service =
                        GeneratorService.of(cluster(settings), DescribingConfig.settings(all(settings)), meters)) {
            announcer.announce(
                    AnnouncedVerdict.withVerdict(TaskVersions.publish(store, VersionTask.DESCRIBER, "1", 1), passed));
            service.start();
            await().atMost(PATIENCE).until(() -> service.describe().endsWith("generator/1"));
            announcer.announce(
                    AnnouncedVerdict.withVerdict(TaskVersions.publish(store, VersionTask.DESCRIBER, "2", 2), passed));
            await().atMost(PATIENCE).until(() -> service.describe().endsWith("generator/2"));
            kafka.send(List.of(Resumes.withSkills("a", "java")));
            records(1);
            announcer.rollback(VersionTask.DESCRIBER, null, "worse");
            await().atMost(PATIENCE).until(() -> service.describe().endsWith("generator/1"));
            kafka.send(List.of(Resumes.withSkills("a", "java")));

            assertThat(values(records(2)))
                    .extracting(WrittenDescription::getGeneratorVersion, WrittenDescription::getOutcome)
                    .containsExactly(tuple("2", DescriptionOutcome.CUT), tuple("1", DescriptionOutcome.CUT));
        }
    }

    @Test
    @Tag("full")
    void shouldShareTheWorkExactlyOnceWhileMembersComeAndGo() throws Exception {
        List<Sent> sent = new ArrayList<>(kafka.send(Resumes.numbered(0, 1_000)));
        supply.offer(new ScriptedGenerator("v1", 50));
        ScriptedGenerators others = new ScriptedGenerators();
        try (GeneratorService first = service(Map.of())) {
            first.start();
            for (int round = 1; round <= 4; round++) {
                others.offer(new ScriptedGenerator("v" + (round + 1), 50));
                try (GeneratorService other = new GeneratorService(
                        cluster(Map.of()), DescribingConfig.settings(all(Map.of())), others, meters)) {
                    other.start();
                    sent.addAll(kafka.send(Resumes.numbered(1_000 * round, 1_000 * (round + 1))));
                    await().atMost(PATIENCE).until(other::isReady);
                    Thread.sleep(500);
                }
            }
            assertThat(places(records(sent.size()))).containsExactlyInAnyOrderElementsOf(places(sent));
        }
    }
}
