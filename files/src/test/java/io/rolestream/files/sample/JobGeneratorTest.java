package io.rolestream.files.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.events.Job;
import io.rolestream.schemas.job.JobReader;
import io.rolestream.schemas.reading.EventDecoder;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class JobGeneratorTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    private static final int MANY = 5_000;

    @Test
    void shouldMakeTheSameJobsOnEveryMachine() throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        new JobGenerator(42)
                .stream()
                        .limit(1000)
                        .forEach(job -> digest.update(job.toString().getBytes(StandardCharsets.UTF_8)));

        // Changes with the vocabulary and the way of writing, never with the machine.
        assertThat(HexFormat.of().formatHex(digest.digest(), 0, 8)).isEqualTo("cae9d2fa073a15ed");
    }

    @Test
    void shouldMakeTheSameJobsInAnyOrder() {
        JobGenerator generator = new JobGenerator(7);
        List<SampleJob> inOrder = generator.stream().limit(300).toList();
        assertThat(LongStream.rangeClosed(1, 300)
                        .parallel()
                        .mapToObj(generator::job)
                        .toList())
                .isEqualTo(inOrder);
    }

    @Test
    void shouldMakeReadableJobsOfEveryRole() {
        JobReader reader = new JobReader(new EventDecoder<>(Job.class, new InMemorySchemaRegistry()), 100_000);
        Map<String, Long> roles = new JobGenerator(1)
                .stream()
                        .limit(MANY)
                        .peek(job -> assertThat(reader.read(job.event(), NOW.toEpochMilli()))
                                .isInstanceOf(Reading.Readable.class))
                        .collect(Collectors.groupingBy(SampleJob::trueRole, Collectors.counting()));
        assertThat(roles.keySet()).containsExactlyInAnyOrderElementsOf(ResumeGenerator.roles());
        assertThat(roles.values()).allSatisfy(count -> assertThat(count).isGreaterThan(MANY / 100));
    }

    @Test
    void shouldMakeEachFormAndFillTheFields() {
        List<SampleJob> jobs = new JobGenerator(1).stream().limit(1_000).toList();
        assertThat(jobs).anyMatch(job -> job.skills() == null);
        assertThat(jobs).anyMatch(job -> job.description() == null);
        assertThat(jobs).anyMatch(job -> job.skills() != null && job.description() != null);
        assertThat(jobs).noneMatch(job -> job.skills() == null && job.description() == null);
        assertThat(jobs.stream().map(SampleJob::remote).map(String::valueOf).collect(Collectors.toSet()))
                .isEqualTo(Set.of("true", "false", "null"));
        assertThat(jobs.stream().map(SampleJob::title)).allMatch(title -> !title.isBlank() && !title.contains("{"));
        assertThat(jobs.stream().map(SampleJob::description).filter(Objects::nonNull))
                .noneMatch(text -> text.matches("(?s).*\\{\\w}.*"));
    }

    @Test
    void shouldNotNameTheRoleInEveryTitle() {
        List<SampleJob> jobs = new JobGenerator(1, new GeneratorOptions(onlyRole("Data Engineer"), 0, 0, 0, 0), null)
                .stream().limit(1_000).toList();
        assertThat(jobs).allMatch(job -> job.trueRole().equals("Data Engineer"));
        assertThat(jobs.stream().filter(job -> job.title().contains("Data")).count())
                .isBetween(200L, 800L);
    }

    private static Map<String, Double> onlyRole(String role) {
        return ResumeGenerator.roles().stream()
                .collect(Collectors.toMap(each -> each, each -> each.equals(role) ? 1.0 : 0.0));
    }

    @Test
    void shouldCloseJobsAfterTheGivenTime() {
        List<SampleJob> jobs = new JobGenerator(1, GeneratorOptions.DEFAULT, NOW)
                .stream().limit(1_000).toList();
        assertThat(jobs).allSatisfy(job -> assertThat(job.postedAt()).isBetween(NOW.minus(Duration.ofDays(30)), NOW));
        assertThat(jobs.stream().map(SampleJob::openUntil).filter(Objects::nonNull))
                .hasSizeBetween(650, 850)
                .allSatisfy(closes ->
                        assertThat(closes).isBetween(NOW.plus(Duration.ofDays(14)), NOW.plus(Duration.ofDays(120))));
        assertThat(new JobGenerator(1).job(1).openUntil()).isNull();
    }

    @Test
    void shouldRefuseNumbersBelowOne() {
        assertThatThrownBy(() -> new JobGenerator(1).job(0)).hasMessageContaining("number is 0");
    }
}
