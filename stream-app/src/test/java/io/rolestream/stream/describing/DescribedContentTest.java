package io.rolestream.stream.describing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.events.DescriptionOutcome;
import io.rolestream.events.Resume;
import io.rolestream.events.WrittenDescription;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.GeneratedDescription;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.Profiler;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.ranking.RankingSettings;
import io.rolestream.matching.skills.SkillVocabulary;
import io.rolestream.matching.writing.DescriptionWriter;
import io.rolestream.models.ModelsConfig;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.testing.Resumes;
import io.rolestream.stream.worker.WorkerConfig;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a generator reads of a resume, and what it writes where the resume is sent again. */
class DescribedContentTest extends GeneratorSuite {
    private static final Map<String, String> REAL = Map.of(
            DescribingConfig.MODEL, DECODER.toString(),
            DescribingConfig.MAX_TOKENS, "12",
            ModelsConfig.PRECISION, "fp32",
            ModelsConfig.DEVICE, "cpu");

    private static Resume person(String id, String skills, String text) {
        return Resumes.resume(id).setSkills(skills).setText(text).build();
    }

    @Test
    @Tag("full")
    void shouldDescribePeopleOfOtherNamesAndPronounsAlikeAndAsFilesAreDescribed() throws Exception {
        Resume emily = person("emily", "Kafka, Java", "Emily Walsh\nJava developer. She led her team.");
        kafka.send(List.of(
                emily,
                person("jamal", "Kafka, Java", "Jamal Robinson\nJava developer. He led his team."),
                person("other", "Kafka, Java", "Emily Walsh\nA baker. She likes bread.")));
        DescribingSettings settings = DescribingConfig.settings(all(REAL));
        Profile profile = new Profiler(
                        settings.rules(),
                        SkillVocabulary.of(settings.rules()),
                        RankingSettings.defaults().belief())
                .of(Candidate.of("emily", emily), RoleBelief.unknown());
        GeneratedDescription fromFile;
        try (DescriptionWriter writer = DescriptionWriter.open(
                CheckpointDirectory.open(DECODER),
                settings.writing(),
                settings.models().inference(),
                settings.rules().taxonomy(),
                null)) {
            fromFile = writer.of(profile).join();
        }
        try (GeneratorService service = GeneratorService.of(cluster(REAL), settings, meters)) {
            service.start();
            Map<String, WrittenDescription> written = values(records(3)).stream()
                    .collect(Collectors.toMap(WrittenDescription::getResumeId, each -> each));

            WrittenDescription first = Objects.requireNonNull(written.get("emily"));
            assertThat(first.getDescription()).isEqualTo(fromFile.text()).isNotBlank();
            assertThat(first.getSeed()).isEqualTo(fromFile.seed());
            assertThat(first.getContentHash()).isEqualTo(profile.contentHash());
            assertThat(Objects.requireNonNull(written.get("jamal")).getDescription())
                    .isEqualTo(first.getDescription());
            assertThat(Objects.requireNonNull(written.get("jamal")).getSeed()).isEqualTo(first.getSeed());
            assertThat(Objects.requireNonNull(written.get("other")).getSeed())
                    .as("the text beside the same skills is read, too")
                    .isNotEqualTo(first.getSeed());
            assertThat(Objects.requireNonNull(written.get("other")).getContentHash())
                    .isNotEqualTo(first.getContentHash());
        }
    }

    @Test
    @Tag("full")
    void shouldKeepTheDescriptionOfAResumeThatIsSentAgainWithoutAModel() throws Exception {
        Map<String, String> named = Map.of(StreamConfig.INSTANCE_ID, "a");
        supply.offer(new ScriptedGenerator("v1", 100));
        kafka.send(List.of(Resumes.withSkills("a", "java"), Resumes.withSkills("b", "java")));
        try (GeneratorService service = service(named)) {
            service.start();
            records(2);
        }
        supply.offer(null);
        try (GeneratorService service = service(named)) {
            service.start();
            kafka.send(List.of(
                    Resumes.withSkills("a", "java"),
                    Resumes.withSkills("b", "java, kafka"),
                    Resumes.withSkills("c", "java")));

            assertThat(values(records(4)))
                    .extracting(WrittenDescription::getResumeId, WrittenDescription::getOutcome)
                    .containsExactlyInAnyOrder(
                            tuple("a", DescriptionOutcome.FINISHED),
                            tuple("b", DescriptionOutcome.FINISHED),
                            tuple("b", DescriptionOutcome.NO_MODEL),
                            tuple("c", DescriptionOutcome.NO_MODEL));
        }
    }

    @Test
    @Tag("full")
    void shouldCancelWhatNobodyWaitsForWhenItStops() throws Exception {
        ScriptedGenerator slow = new ScriptedGenerator("v1", 50);
        slow.slowDown(20_000);
        supply.offer(slow);
        kafka.send(Resumes.numbered(0, 200));
        GeneratorService service = service(Map.of(WorkerConfig.STOP_TIMEOUT, "1ms"));
        service.start();
        await().atMost(PATIENCE).until(() -> slow.mostWaiting() >= 40);
        service.close();

        assertThat(slow.cancelled()).isGreaterThan(20);
    }
}
