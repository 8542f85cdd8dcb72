package io.rolestream.files.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.evaluation.ranking.Qrels;
import io.rolestream.evaluation.ranking.RankedSystem;
import io.rolestream.evaluation.ranking.RankingMeasure;
import io.rolestream.evaluation.ranking.RunScores;
import io.rolestream.evaluation.ranking.report.RankingReport;
import io.rolestream.evaluation.ranking.report.RankingText;
import io.rolestream.files.bytes.InputException;
import io.rolestream.files.documents.DocumentLimits;
import io.rolestream.files.sample.GeneratorOptions;
import io.rolestream.files.sample.GradedPairs;
import io.rolestream.files.sample.JobGenerator;
import io.rolestream.files.sample.ResumeGenerator;
import io.rolestream.files.trec.QrelsFile;
import io.rolestream.files.trec.RunFile;
import io.rolestream.matching.MatcherOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Generated resumes and postings, which grade each other by how they were made. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FileRankingsTest {
    private static final int RESUMES = 40;
    private static final int JOBS = 120;

    @SuppressWarnings("NullAway.Init")
    @TempDir
    private static Path directory;

    private final ObjectMapper json = new ObjectMapper();
    private Path resumes;
    private Path jobs;
    private Path grades;

    @BeforeAll
    void generate() throws IOException {
        ResumeGenerator people = new ResumeGenerator(11, GeneratorOptions.DEFAULT);
        JobGenerator postings = new JobGenerator(12);
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= RESUMES; i++) {
            var resume = people.resume(i);
            ObjectNode row = json.createObjectNode();
            row.put("resumeId", resume.resumeId())
                    .put("skills", resume.skills())
                    .put("text", resume.text());
            lines.add(row.put("role", resume.trueRole()).toString());
        }
        resumes = Files.write(directory.resolve("resumes.jsonl"), lines);
        lines.clear();
        for (int i = 1; i <= JOBS; i++) {
            var job = postings.job(i);
            ObjectNode row = json.createObjectNode();
            row.put("jobId", job.jobId()).put("title", job.title()).put("skills", job.skills());
            lines.add(row.put("description", job.description())
                    .put("role", job.trueRole())
                    .toString());
        }
        jobs = Files.write(directory.resolve("jobs.jsonl"), lines);
        List<String> table = new ArrayList<>(List.of("resumeId,jobId,grade"));
        new GradedPairs(people, postings)
                .relevant(RESUMES, JOBS)
                .forEach(pair -> table.add(pair.resumeId() + "," + pair.jobId() + "," + pair.grade()));
        grades = Files.write(directory.resolve("grades.csv"), table);
    }

    @Test
    void shouldWriteRunsFromWhichEveryMeanFollows() throws Exception {
        Path out = directory.resolve("report");
        RankingReport report = run(graded(List.of(RankingDirection.values()), List.of(), out));

        assertThat(report.directions()).extracting(RankingReport.Direction::key).containsExactly("jobs", "resumes");
        for (RankingReport.Direction direction : report.directions()) {
            Path files = out.resolve(direction.key());
            Qrels qrels = QrelsFile.read(files.resolve(RankingDirectory.QRELS));
            for (RankedSystem system : direction.comparison().systems()) {
                RunScores read = RunScores.of(qrels, RunFile.read(files.resolve(system.name() + ".run")));
                for (RankingMeasure measure : RankingMeasure.values()) {
                    assertThat(read.mean(measure))
                            .isEqualTo(system.mean(measure).value());
                }
            }
        }
    }

    @Test
    void shouldPutTheMatcherAboveWordsAndBothAboveTheBaselines() throws Exception {
        RankingReport report = run(graded(List.of(RankingDirection.JOBS), List.of(), null));

        double random = ndcg(report, "random");
        assertThat(ndcg(report, "bm25")).isGreaterThan(random + 0.1);
        assertThat(ndcg(report, "full")).isGreaterThan(ndcg(report, "bm25"));
        assertThat(report.directions().get(0).comparison().systems().get(0).versus())
                .isNull();
    }

    @Test
    void shouldJudgeARunFileBesideTheSystemsAndTakeItsDirectionFromItsIds() throws Exception {
        Path out = directory.resolve("first");
        run(graded(List.of(RankingDirection.values()), List.of(RankingSystem.BM25), out));
        Path theirs = directory.resolve("theirs.run");
        Files.writeString(
                theirs,
                Files.readString(out.resolve("resumes").resolve("bm25.run")).replace(" bm25\n", " theirs\n"));

        RankingReport report = run(new RankingRequest(
                resumes,
                jobs,
                null,
                grades,
                false,
                List.of(RankingDirection.values()),
                List.of(RankingSystem.BM25),
                List.of(theirs),
                1000,
                MatcherOptions.defaults(),
                null));

        assertThat(names(report, 0)).containsExactly("bm25", "random", "popular");
        assertThat(names(report, 1)).containsExactly("bm25", "random", "popular", "theirs");
        List<RankedSystem> systems = report.directions().get(1).comparison().systems();
        assertThat(systems.get(3).means()).isEqualTo(systems.get(0).means());
    }

    @Test
    void shouldTakeTheSameRoleForRelevanceAndLeaveOutTheFallback() throws Exception {
        RankingReport report = run(new RankingRequest(
                resumes,
                jobs,
                null,
                null,
                true,
                List.of(RankingDirection.JOBS),
                List.of(RankingSystem.ROLE),
                List.of(),
                1000,
                MatcherOptions.defaults(),
                null));

        var comparison = report.directions().get(0).comparison();
        assertThat(comparison.slices().stream().map(slice -> slice.slice().name()))
                .contains("cold start", "Data Engineer")
                .doesNotContain("Other");
        assertThat(comparison.queries().count()).isBetween(20, RESUMES - 1);
        assertThat(ndcg(report, "role")).isGreaterThan(ndcg(report, "random") + 0.2);
    }

    @Test
    void shouldJudgeRunFilesAlone() throws Exception {
        Path qrels = Files.writeString(directory.resolve("small.txt"), "q1 0 d1 1\nq2 0 d2 1\n");
        Path one = Files.writeString(directory.resolve("one.run"), "q1 Q0 d1 1 2 one\nq2 Q0 d1 1 2 one\n");
        Path other = Files.writeString(directory.resolve("other.run"), "q1 Q0 d1 1 2 one\n");

        RankingReport report = run(new RankingRequest(
                null,
                null,
                qrels,
                null,
                false,
                List.of(RankingDirection.JOBS),
                List.of(),
                List.of(one, other),
                1000,
                MatcherOptions.defaults(),
                null));

        assertThat(names(report, 0)).containsExactly("one", "other.run");
        assertThat(report.directions()
                        .get(0)
                        .comparison()
                        .systems()
                        .get(0)
                        .mean(RankingMeasure.MRR)
                        .value())
                .isEqualTo(0.5);
        assertThat(RankingText.of(report)).contains("other.run ranked nothing for 1 query, which count 0.");
    }

    @Test
    void shouldKeepRunsApartWhoseTagsDifferInWhatAPathMayNotHold() throws Exception {
        Path qrels = Files.writeString(directory.resolve("tags.txt"), "q1 0 d1 1\n");
        Path slash = Files.writeString(directory.resolve("slash.run"), "q1 Q0 d1 1 2 a/b\n");
        Path line = Files.writeString(directory.resolve("line.run"), "q1 Q0 d2 1 2 a_b\n");
        Path out = directory.resolve("tags");

        run(new RankingRequest(
                null,
                null,
                qrels,
                null,
                false,
                List.of(RankingDirection.JOBS),
                List.of(),
                List.of(slash, line),
                1000,
                MatcherOptions.defaults(),
                out));

        assertThat(out.resolve("runs").resolve("a_b.run")).content().startsWith("q1 Q0 d1 ");
        assertThat(out.resolve("runs").resolve("a_b-2.run")).content().startsWith("q1 Q0 d2 ");
    }

    @Test
    void shouldReadJudgementsWhoseQueriesAreJobs() throws Exception {
        Path out = directory.resolve("turned");
        run(graded(List.of(RankingDirection.RESUMES), List.of(RankingSystem.BM25), out));
        Path turned = out.resolve("resumes").resolve(RankingDirectory.QRELS);

        RankingReport report = run(new RankingRequest(
                resumes,
                jobs,
                turned,
                null,
                false,
                List.of(RankingDirection.JOBS),
                List.of(RankingSystem.BM25),
                List.of(),
                1000,
                MatcherOptions.defaults(),
                null));

        assertThat(ndcg(report, "bm25"))
                .isCloseTo(ndcg(run(graded(List.of(RankingDirection.JOBS), List.of(), null)), "bm25"), within(1e-12));
    }

    @Test
    void shouldWriteAPageATableAndEveryQuery() throws Exception {
        Path out = directory.resolve("files");
        RankingReport report = run(graded(List.of(RankingDirection.JOBS), List.of(), out));

        assertThat(out.resolve(RankingDirectory.PAGE)).content().contains("<svg", "nDCG@10", "Cold start:");
        JsonNode read = json.readTree(out.resolve(RankingDirectory.JSON).toFile());
        assertThat(read.at("/directions/0/systems/0/means/ndcg_cut_10/value").doubleValue())
                .isEqualTo(ndcg(report, "bm25"));
        int queries = report.directions().get(0).comparison().queries().count();
        assertThat(Files.readAllLines(out.resolve(RankingDirectory.QUERIES)))
                .hasSize(1
                        + queries
                                * report.directions()
                                        .get(0)
                                        .comparison()
                                        .systems()
                                        .size());
        assertThat(Files.readAllLines(out.resolve(RankingDirectory.CSV)).get(0))
                .startsWith("direction,slice,system,queries,map,map_lower,map_upper,map_difference");
    }

    @Test
    void shouldRefuseJudgementsOfOtherIds() throws IOException {
        Path qrels = Files.writeString(directory.resolve("others.txt"), "q1 0 d1 1\n");

        assertThatThrownBy(() -> run(new RankingRequest(
                        resumes,
                        jobs,
                        qrels,
                        null,
                        false,
                        List.of(RankingDirection.JOBS),
                        List.of(),
                        List.of(),
                        10,
                        MatcherOptions.defaults(),
                        null)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("none of its 1 pair is a resume and a job of the two files");
    }

    @Test
    void shouldRefuseARunOfOtherIds() throws IOException {
        Path strange = Files.writeString(directory.resolve("strange.run"), "q1 Q0 d1 1 2 strange\n");

        assertThatThrownBy(() -> run(new RankingRequest(
                        resumes,
                        jobs,
                        null,
                        grades,
                        false,
                        List.of(RankingDirection.JOBS),
                        List.of(),
                        List.of(strange),
                        10,
                        MatcherOptions.defaults(),
                        null)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("strange.run: no line has a resume and a job of the two files");
    }

    @Test
    void shouldNameTheLineOfAGradeThatCannotBeRead() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.csv"), "resumeId,jobId,grade\nr1,j1,2\nr1,j2,good\n");
        assertThatThrownBy(() -> GradesFile.read(broken))
                .hasMessageStartingWith(broken + ", line 3: grade is \"good\"");

        Path twice = Files.writeString(directory.resolve("twice.csv"), "resumeId,jobId,grade\nr1,j1,2\nr1,j1,2\n");
        assertThatThrownBy(() -> GradesFile.read(twice))
                .hasMessageContaining("line 3: the job \"j1\" is graded a second time for \"r1\"");
    }

    @Test
    void shouldSayWhichOptionsDoNotFit() {
        assertThatThrownBy(() -> request(null, null, false)).hasMessageContaining("--qrels, --grades and --bridge");
        assertThatThrownBy(() -> request(resumes, null, true))
                .hasMessageContaining("--resumes and --jobs belong together");
        assertThatThrownBy(() -> request(Path.of("-"), Path.of("-"), true))
                .hasMessage("--resumes and --jobs: only one of them can be standard input");
        assertThatThrownBy(() -> graded(List.of(RankingDirection.JOBS), List.of(RankingSystem.EMBEDDING), null))
                .hasMessage("--systems embedding needs a model; name its directory with --embedder");
        assertThatThrownBy(() -> RankingSystem.ofKey("bert")).hasMessageContaining("the systems are bm25, embedding");
    }

    private RankingRequest request(@Nullable Path resumeFile, @Nullable Path jobFile, boolean bridge) {
        return new RankingRequest(
                resumeFile,
                jobFile,
                null,
                null,
                bridge,
                List.of(RankingDirection.JOBS),
                List.of(),
                List.of(),
                10,
                MatcherOptions.defaults(),
                null);
    }

    private RankingRequest graded(List<RankingDirection> directions, List<RankingSystem> systems, @Nullable Path out) {
        return new RankingRequest(
                resumes,
                jobs,
                null,
                grades,
                false,
                directions,
                systems,
                List.of(),
                1000,
                MatcherOptions.defaults(),
                out);
    }

    private static RankingReport run(RankingRequest request) throws IOException, InterruptedException {
        return FileRankings.run(request, DocumentLimits.STANDARD, problem -> {}, RankingProgress.NONE);
    }

    private static List<String> names(RankingReport report, int direction) {
        return report.directions().get(direction).comparison().systems().stream()
                .map(RankedSystem::name)
                .collect(Collectors.toList());
    }

    private static double ndcg(RankingReport report, String system) {
        return report.directions().get(0).comparison().systems().stream()
                .filter(one -> one.name().equals(system))
                .findFirst()
                .orElseThrow()
                .mean(RankingMeasure.NDCG_10)
                .value();
    }
}
