package io.rolestream.files.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rolestream.files.sample.GradedPairs.GradedPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GradedPairsTest {
    private final ResumeGenerator resumes = new ResumeGenerator(1, GeneratorOptions.DEFAULT);
    private final JobGenerator jobs = new JobGenerator(1);
    private final GradedPairs pairs = new GradedPairs(resumes, jobs);

    @Test
    void shouldGiveEveryGrade() {
        List<GradedPair> relevant = pairs.relevant(200, 400);
        assertThat(relevant.stream().map(GradedPair::grade).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(1, 2, 3);
        assertThat(relevant).hasSizeBetween(200 * 400 / 50, 200 * 400 / 5);
        assertThat(relevant.stream().filter(pair -> pair.grade() == 3).count())
                .isBetween(200L * 400 / 500, 200L * 400 / 20);
    }

    @Test
    void shouldGradeTheSameWithEveryWayOfWriting() {
        GradedPairs mistyped =
                new GradedPairs(new ResumeGenerator(1, new GeneratorOptions(Map.of(), 1, 0, 0, 1)), jobs);
        for (long resume = 1; resume <= 50; resume++) {
            for (long job = 1; job <= 50; job++) {
                assertThat(mistyped.grade(resume, job)).isEqualTo(pairs.grade(resume, job));
            }
        }
    }

    @Test
    void shouldGradeOnlyTheSameOrAFormerTradeAboveZero() {
        for (GradedPair pair : pairs.relevant(100, 200)) {
            SampleResume resume = resumes.resume(number(pair.resumeId()));
            SampleJob job = jobs.job(number(pair.jobId()));
            if (!resume.trueRole().equals(job.trueRole())) {
                assertThat(pair.grade()).isEqualTo(1);
            }
        }
    }

    @Test
    void shouldTellSpecialtiesOfOtherWorkApart() {
        List<Long> others = LongStream.rangeClosed(1, 300)
                .filter(number -> resumes.resume(number).trueRole().equals("Other"))
                .boxed()
                .toList();
        List<Long> otherJobs = LongStream.rangeClosed(1, 300)
                .filter(number -> jobs.job(number).trueRole().equals("Other"))
                .boxed()
                .toList();
        assertThat(others)
                .anySatisfy(resume -> assertThat(otherJobs)
                        .anySatisfy(job -> assertThat(pairs.grade(resume, job)).isZero()));
    }

    @Test
    void shouldStopWhenNoMoreAreWanted() {
        List<GradedPair> taken = new ArrayList<>();
        pairs.relevant(Long.MAX_VALUE, 400, pair -> {
            taken.add(pair);
            return taken.size() < 5;
        });
        assertThat(taken).isEqualTo(pairs.relevant(200, 400).subList(0, 5));
    }

    @Test
    void shouldGradeByIdsAsByNumbers() {
        assertThat(pairs.grade("gen-1-7", "genjob-1-9")).isEqualTo(pairs.grade(7, 9));
        assertThatThrownBy(() -> pairs.grade("r-1", "genjob-1-9")).hasMessageContaining("begin with gen-1-");
        assertThatThrownBy(() -> pairs.grade("gen-1-7", "genjob-1-x")).hasMessageContaining("genjob-1-x");
    }

    private static long number(String id) {
        return Long.parseLong(id.substring(id.lastIndexOf('-') + 1));
    }
}
