package io.rolestream.benchmarks.fairness;

import io.rolestream.benchmarks.fairness.Swaps.Kind;
import io.rolestream.benchmarks.fairness.Swaps.Variant;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.task.EmbeddingOptions;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.TextEmbedder;
import io.rolestream.evaluation.significance.Estimate;
import io.rolestream.evaluation.significance.Wilson;
import io.rolestream.files.sample.GeneratorOptions;
import io.rolestream.files.sample.JobGenerator;
import io.rolestream.files.sample.ResumeGenerator;
import io.rolestream.files.sample.SampleJob;
import io.rolestream.files.sample.SampleResume;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.MatcherOptions;
import io.rolestream.matching.Matchers;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.EmbeddedText;
import io.rolestream.matching.profile.Posting;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.ranking.RankedMatch;
import io.rolestream.matching.ranking.RankingSettings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How often a swapped first name, pronoun or gendered club changes the first ten jobs of a resume: by words, by
 * vectors, by both and by all parts, with masking and without. Without masking, words and vectors are those of the text
 * as it was written; skills and roles are the same in both.
 */
@Command(name = "swaps", showDefaultValues = true)
public final class SwapMeasurement {
    private static final int SHOWN = 10;
    private static final PrintStream OUT = System.out;

    @Option(names = "--embedder", description = "A bi-encoder's checkpoint.", required = true)
    private Path embedder = Path.of(".");

    @Option(names = "--resumes", description = "Generated resumes.")
    private int resumes = 60;

    @Option(names = "--jobs", description = "Generated postings.")
    private int jobs = 1000;

    @Option(names = "--seed", description = "Of both.")
    private long seed = 42;

    private SwapMeasurement() {}

    public static void main(String[] arguments) throws Exception {
        CommandLine.populateCommand(new SwapMeasurement(), arguments).run();
    }

    /** Lists that changed, of those compared. */
    private static final class Changes {
        private long compared;
        private long changed;
    }

    private static Map<String, RankingSettings> systems() {
        RankingSettings all = RankingSettings.defaults();
        Map<String, RankingSettings> systems = new LinkedHashMap<>();
        systems.put("bm25", all.withWeights(1, 0, 0, 0, 0));
        systems.put("embedding", all.withWeights(0, 1, 0, 0, 0));
        systems.put("hybrid", all.withWeights(1, 1, 0, 0, 0));
        systems.put("full", all);
        return systems;
    }

    private void run() throws Exception {
        Map<String, Changes> changes = new LinkedHashMap<>();
        try (Matcher matcher = Matchers.open(MatcherOptions.defaults().withEmbedder(embedder, null));
                TextEmbedder unmasked = TextEmbedder.open(
                        CheckpointDirectory.open(embedder),
                        InferenceOptions.defaults(),
                        new EmbeddingOptions(null, true),
                        null);
                MatchIndex index = index(matcher)) {
            ResumeGenerator people = new ResumeGenerator(seed, GeneratorOptions.DEFAULT);
            for (int i = 1; i <= resumes; i++) {
                SampleResume resume = people.resume(i);
                for (Kind kind : Swaps.kinds()) {
                    compare(kind, resume, matcher, unmasked, index, changes);
                }
            }
        }
        OUT.println("swapped | system | masked | lists changed | share | 95 % interval");
        changes.forEach((key, counted) -> {
            Estimate share = Wilson.interval(counted.changed, counted.compared);
            OUT.printf(
                    Locale.ROOT,
                    "%s | %d of %d | %.3f | %.3f to %.3f%n",
                    key,
                    counted.changed,
                    counted.compared,
                    share.value(),
                    share.lower(),
                    share.upper());
        });
    }

    private MatchIndex index(Matcher matcher) throws InterruptedException {
        MatchIndex index = matcher.newIndex();
        JobGenerator postings = new JobGenerator(seed);
        for (int i = 1; i <= jobs; i++) {
            SampleJob job = postings.job(i);
            Posting posting = new Posting(
                    job.jobId(),
                    job.title(),
                    job.skills(),
                    job.description(),
                    job.location(),
                    job.remote(),
                    job.seniority(),
                    null);
            index.put(matcher.profile(posting, RoleBelief.unknown()).join());
        }
        index.refresh();
        return index;
    }

    private static void compare(
            Kind kind,
            SampleResume resume,
            Matcher matcher,
            TextEmbedder unmasked,
            MatchIndex index,
            Map<String, Changes> changes)
            throws InterruptedException {
        Map<String, List<String>> first = new LinkedHashMap<>();
        for (Variant variant : kind.variants()) {
            String text = variant.around(resume.text() == null ? "" : resume.text());
            Profile masked = matcher.profile(
                            new Candidate(resume.resumeId(), resume.skills(), text, resume.yearsOfExperience()),
                            RoleBelief.unknown())
                    .join();
            Profile open = asWritten(masked, resume, text);
            open = open.withVector(unmasked.submit(EmbeddedText.of(open)).join().vector());
            for (Map.Entry<String, RankingSettings> system : systems().entrySet()) {
                for (boolean isMasked : new boolean[] {true, false}) {
                    List<String> ranked = new ArrayList<>();
                    for (RankedMatch match : matcher.rank(
                            isMasked ? masked : open, index, MatchFilter.none(), SHOWN, system.getValue())) {
                        ranked.add(match.id());
                    }
                    String key = kind.name() + " | " + system.getKey() + " | " + (isMasked ? "yes" : "no");
                    List<String> reference = first.putIfAbsent(key, ranked);
                    if (reference != null) {
                        Changes counted = changes.computeIfAbsent(key, absent -> new Changes());
                        counted.compared++;
                        counted.changed += reference.equals(ranked) ? 0 : 1;
                    }
                }
            }
        }
    }

    private static Profile asWritten(Profile masked, SampleResume resume, String text) {
        return new Profile(
                masked.side(),
                masked.id(),
                masked.contentHash(),
                masked.title(),
                resume.skills() == null ? "" : resume.skills(),
                text,
                masked.skills(),
                masked.roles(),
                masked.location(),
                masked.remote(),
                masked.seniority(),
                masked.openUntil(),
                masked.vector());
    }
}
