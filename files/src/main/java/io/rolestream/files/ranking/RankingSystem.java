package io.rolestream.files.ranking;

import io.rolestream.matching.ranking.RankingSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A way to rank that can be compared: parts of the matcher, or a baseline. */
public enum RankingSystem {
    BM25("the matcher's ranks by words alone"),
    EMBEDDING("the matcher's ranks by vectors alone", true, false),
    HYBRID("ranks by words and by vectors, fused", true, false),
    ROLE("the probability that both sides have the same role, and the ranks by words and, with a bi-encoder, vectors"),
    FULL("all parts of the matcher but the re-ranker: words, vectors with a bi-encoder, roles, skills, seniority"),
    DESCRIBED("full, with the generated description of each resume", false, false, true),
    RERANKED("full, with the first results ordered again by the reward model", false, true),
    RERANKED_DESCRIBED("reranked, with the generated description of each resume", false, true, true),
    RANDOM("baseline: a random order, the same each time"),
    POPULAR("baseline: the same order for every query, by how many queries a document is relevant for; it knows the"
            + " judgements");

    private final String description;
    private final boolean needsEmbedder;
    private final boolean needsReranker;
    private final boolean needsDescriptions;

    RankingSystem(String description) {
        this(description, false, false);
    }

    RankingSystem(String description, boolean needsEmbedder, boolean needsReranker) {
        this(description, needsEmbedder, needsReranker, false);
    }

    RankingSystem(String description, boolean needsEmbedder, boolean needsReranker, boolean needsDescriptions) {
        this.description = description;
        this.needsEmbedder = needsEmbedder;
        this.needsReranker = needsReranker;
        this.needsDescriptions = needsDescriptions;
    }

    /** As options and files name it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A sentence without its full stop. */
    public String description() {
        return description;
    }

    public boolean isBaseline() {
        return this == RANDOM || this == POPULAR;
    }

    /** Whether it ranks by generated descriptions, which only resumes have. */
    boolean isDescribed() {
        return needsDescriptions;
    }

    /** The same without descriptions. */
    RankingSystem undescribed() {
        return switch (this) {
            case DESCRIBED -> FULL;
            case RERANKED_DESCRIBED -> RERANKED;
            default -> this;
        };
    }

    boolean isPossible(boolean embedder, boolean reranker, boolean descriptions) {
        return (embedder || !needsEmbedder) && (reranker || !needsReranker) && (descriptions || !needsDescriptions);
    }

    /** The options that it needs, for messages; empty if it needs no model. */
    String needs() {
        return needsEmbedder
                ? "--embedder"
                : !needsReranker
                        ? needsDescriptions ? "--generator or --descriptions" : ""
                        : needsDescriptions ? "--reranker, and --generator or --descriptions" : "--reranker";
    }

    /** Those that can be run with the given models, the baselines last. */
    public static List<RankingSystem> possible(boolean embedder, boolean reranker, boolean descriptions) {
        return Arrays.stream(values())
                .filter(system -> system.isPossible(embedder, reranker, descriptions))
                .toList();
    }

    /** @throws IllegalArgumentException if there is none of this name; lists the names */
    public static RankingSystem ofKey(String key) {
        return Arrays.stream(values())
                .filter(system -> system.key().equals(key.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no system \"" + key + "\"; the systems are "
                        + Arrays.stream(values()).map(RankingSystem::key).collect(Collectors.joining(", "))));
    }

    /** The matcher's settings with only the parts of this system. */
    RankingSettings settings(RankingSettings all) {
        return switch (this) {
            case BM25 -> all.withWeights(1, 0, 0, 0, 0).withReward(0);
            case EMBEDDING -> all.withWeights(0, 1, 0, 0, 0).withReward(0);
            case HYBRID -> all.withWeights(1, 1, 0, 0, 0).withReward(0);
            case ROLE ->
                all.withWeights(all.bm25(), all.embedding(), all.role(), 0, 0).withReward(0);
            case FULL, DESCRIBED -> all.withReward(0);
            case RERANKED, RERANKED_DESCRIBED -> all;
            case RANDOM, POPULAR -> throw new IllegalArgumentException(key() + " does not use the matcher");
        };
    }
}
