package io.rolestream.files.ranking;

import io.rolestream.common.text.Counted;
import io.rolestream.evaluation.ranking.DescriptionGate;
import io.rolestream.evaluation.ranking.DescriptionGateFile;
import io.rolestream.evaluation.ranking.Qrels;
import io.rolestream.evaluation.ranking.QuerySlice;
import io.rolestream.evaluation.ranking.RankingComparison;
import io.rolestream.evaluation.ranking.RetrievalRun;
import io.rolestream.evaluation.ranking.RunScores;
import io.rolestream.evaluation.ranking.report.RankingReport;
import io.rolestream.files.bytes.InputException;
import io.rolestream.files.describe.LearntTexts;
import io.rolestream.files.documents.DocumentLimits;
import io.rolestream.files.trec.QrelsFile;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.MatcherOptions;
import io.rolestream.matching.Matchers;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.Side;
import io.rolestream.matching.writing.DescriptionSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Compares rankings of the resumes and jobs of two files, or run files alone: reads, makes profiles, ranks with each
 * system, judges, and writes.
 */
public final class FileRankings {
    private static final String MATCHER = "Matcher ";

    private final RankingRequest request;
    private final DocumentLimits documents;
    private final Consumer<String> messages;
    private final RankingProgress progress;
    private final @Nullable RankingDirectory files;
    private final List<String> remarks = new ArrayList<>();
    private DescribedQueries described = DescribedQueries.NONE;
    private @Nullable DescriptionGate gate;
    private boolean judgesTest;

    private FileRankings(
            RankingRequest request, DocumentLimits documents, Consumer<String> messages, RankingProgress progress) {
        this.request = request;
        this.documents = documents;
        this.messages = messages;
        this.progress = progress;
        this.files = request.out() == null ? null : RankingDirectory.open(request.out());
    }

    /**
     * Compares.
     *
     * @param documents limits of resumes that are documents
     * @param messages receives problems of single rows
     * @throws InputException if a file can't be read, or holds nothing to judge
     * @throws IOException if a model's directory lacks something
     */
    public static RankingReport run(
            RankingRequest request, DocumentLimits documents, Consumer<String> messages, RankingProgress progress)
            throws IOException, InterruptedException {
        FileRankings rankings = new FileRankings(request, documents, messages, progress);
        return request.resumes() == null ? rankings.judgeRuns() : rankings.rank();
    }

    /** Runs of others against a qrels file. */
    private RankingReport judgeRuns() {
        Qrels qrels = QrelsFile.read(Objects.requireNonNull(request.qrels()));
        List<RetrievalRun> runs = ExternalRuns.read(request.runs(), List.of()).runs();
        RankingComparison comparison = RankingComparison.of("Runs", qrels, runs, List.of());
        if (files != null) {
            files.qrels("runs", qrels);
            runs.forEach(run -> files.run("runs", run));
        }
        RankingReport report = new RankingReport(
                String.valueOf(Objects.requireNonNull(request.qrels()).getFileName()),
                descriptions(List.of(), runs),
                List.of(new RankingReport.Direction("runs", comparison)),
                List.of());
        return written(report);
    }

    private RankingReport rank() throws IOException, InterruptedException {
        RankedTexts texts = RankedTexts.read(
                Objects.requireNonNull(request.resumes()),
                Objects.requireNonNull(request.jobs()),
                request.bridge(),
                documents,
                messages);
        Relevance relevance = relevance(texts);
        List<RankingSystem> systems = request.chosen();
        ExternalRuns external = ExternalRuns.read(
                request.runs(), systems.stream().map(RankingSystem::key).toList());
        external.requireKnown(texts);
        remarks.addAll(texts.remarks());
        remarks.add(relevance.description());
        List<RankingReport.Direction> directions = new ArrayList<>();
        try (Matcher matcher = Matchers.open(request.matcher())) {
            remarks.add(MATCHER + matcher.versions().matcher()
                    + (matcher.versions().embedder() == null
                            ? ""
                            : ", bi-encoder " + matcher.versions().embedder())
                    + (matcher.versions().reranker() == null
                            ? ""
                            : ", re-ranker " + matcher.versions().reranker())
                    + "; each system ranks up to " + Counted.of(request.top(), "result") + ".");
            TextProfiles profiles = TextProfiles.of(texts, matcher, progress);
            describe(profiles, relevance, matcher);
            for (RankingDirection direction : request.directions()) {
                directions.add(direction(direction, relevance.of(direction), profiles, texts, matcher, external));
            }
        }
        keepVerdict();
        List<RetrievalRun> others = request.directions().stream()
                .flatMap(direction -> external.of(direction, texts).stream())
                .toList();
        return written(new RankingReport(
                request.resumes().getFileName() + " and " + request.jobs().getFileName(),
                descriptions(systems, others),
                directions,
                remarks));
    }

    private void describe(TextProfiles profiles, Relevance relevance, Matcher matcher)
            throws IOException, InterruptedException {
        if (request.descriptions() == null) {
            return;
        }
        Map<String, Profile> resumes = new LinkedHashMap<>(profiles.of(Side.RESUME));
        resumes.keySet().retainAll(relevance.of(RankingDirection.JOBS).queries());
        MatcherOptions options = request.matcher();
        try (DescriptionSource source =
                request.descriptions().open(options.inference(), matcher.taxonomy(), options.memory())) {
            described = DescribedQueries.of(source, resumes.values(), matcher, progress);
        }
        remarks.add(described.remark());
        String doubt = LearntTexts.doubt(request.descriptions(), options.rules());
        judgesTest = doubt == null;
        if (doubt != null) {
            remarks.add(doubt);
        }
    }

    /** Says what the gate says of descriptions, and keeps it in the generator's directory if asked to. */
    private void keepVerdict() throws IOException {
        if (gate == null) {
            return;
        }
        remarks.addAll(gate.sentences());
        if (request.keepVerdict()
                && request.descriptions() != null
                && request.descriptions().generator() != null) {
            DescriptionGateFile.write(
                    request.descriptions().generator(),
                    gate,
                    String.join(", ", described.generators()),
                    Objects.requireNonNull(request.resumes()).getFileName() + " and "
                            + Objects.requireNonNull(request.jobs()).getFileName(),
                    remarks.stream()
                            .filter(remark -> remark.startsWith(MATCHER))
                            .findFirst()
                            .orElse(""));
        }
    }

    private Relevance relevance(RankedTexts texts) {
        return request.qrels() != null
                ? Relevance.ofQrels(request.qrels(), texts)
                : request.grades() != null
                        ? Relevance.ofGrades(request.grades(), texts)
                        : Relevance.ofRoles(
                                texts,
                                request.matcher().rules().taxonomy().fallback().name());
    }

    private RankingReport.Direction direction(
            RankingDirection direction,
            Qrels qrels,
            TextProfiles profiles,
            RankedTexts texts,
            Matcher matcher,
            ExternalRuns external)
            throws InterruptedException {
        Map<String, Profile> queries = new LinkedHashMap<>(profiles.of(direction.queries()));
        queries.keySet().retainAll(qrels.queries());
        Map<String, Profile> documents = profiles.of(direction.queries().other());
        String key = direction.key();
        if (files != null) {
            files.qrels(key, qrels);
        }
        // One run at a time: the lists of all systems for many queries would not fit into memory.
        List<RunScores> scores = new ArrayList<>();
        GateData gated = GateData.of(judgesTest, qrels, queries, documents);
        Map<RankingSystem, RunScores> ofGate = new EnumMap<>(RankingSystem.class);
        SystemRuns systems = new SystemRuns(matcher, request.matcher().ranking(), request.top(), described.byResume());
        try (MatchIndex index = matcher.newIndex()) {
            documents.values().forEach(index::put);
            index.refresh();
            for (RankingSystem system : request.chosen(direction)) {
                progress.begin(key + ", " + system.key(), queries.size());
                RetrievalRun run = systems.of(
                        system, queries, List.copyOf(documents.keySet()), index, qrels, ranked -> progress.step());
                scores.add(judged(key, qrels, run));
                ofGate.put(system, gated.scores(run));
                progress.end();
            }
        }
        external.of(direction, texts).forEach(run -> scores.add(judged(key, qrels, run)));
        List<QuerySlice> slices = slices(direction, queries, texts);
        if (ofGate.keySet().stream().anyMatch(RankingSystem::isDescribed)) {
            remarks.add(gated.remark());
            judgeDescriptions(ofGate, gated, queries);
        }
        return new RankingReport.Direction(key, RankingComparison.ofScores(direction.title(), qrels, scores, slices));
    }

    /** By the last of the systems with descriptions, which has the most parts. */
    private void judgeDescriptions(Map<RankingSystem, RunScores> scores, GateData gated, Map<String, Profile> queries) {
        Map<String, Profile> judged = new LinkedHashMap<>(queries);
        judged.keySet().retainAll(gated.qrels().queries());
        for (RankingSystem system : scores.keySet()) {
            if (system.isDescribed()) {
                gate = DescriptionGate.of(
                        Objects.requireNonNull(scores.get(system)),
                        Objects.requireNonNull(scores.get(system.undescribed())),
                        coldStart(judged).queries());
            }
        }
    }

    private RunScores judged(String direction, Qrels qrels, RetrievalRun run) {
        if (files != null) {
            files.run(direction, run);
        }
        return RunScores.of(qrels, run);
    }

    private static QuerySlice coldStart(Map<String, Profile> queries) {
        Map<String, Integer> words = new LinkedHashMap<>();
        queries.forEach(
                (id, profile) -> words.put(id, ColdStart.words(profile.title(), profile.skillsText(), profile.body())));
        return ColdStart.of(words);
    }

    private static List<QuerySlice> slices(
            RankingDirection direction, Map<String, Profile> queries, RankedTexts texts) {
        List<QuerySlice> slices = new ArrayList<>();
        slices.add(coldStart(queries));
        Map<String, Set<String>> byRole = new TreeMap<>();
        Map<String, String> roles = direction.queries() == Side.RESUME ? texts.resumeRoles() : texts.jobRoles();
        roles.forEach((id, role) ->
                byRole.computeIfAbsent(role, absent -> new HashSet<>()).add(id));
        byRole.forEach((role, ids) -> slices.add(new QuerySlice(role, "", ids)));
        return slices;
    }

    private static Map<String, String> descriptions(List<RankingSystem> systems, List<RetrievalRun> external) {
        Map<String, String> descriptions = new LinkedHashMap<>();
        systems.forEach(system -> descriptions.put(system.key(), system.description()));
        external.forEach(run -> descriptions.put(run.name(), "a run file"));
        return descriptions;
    }

    private RankingReport written(RankingReport report) {
        if (files != null) {
            files.report(report);
        }
        return report;
    }
}
