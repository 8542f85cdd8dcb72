package io.rolestream.dashboard.matches;

import io.rolestream.events.ListDescription;
import io.rolestream.events.Match;
import io.rolestream.events.MatchVersions;
import io.rolestream.events.ScorePart;
import io.rolestream.matching.ranking.RankedMatch;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Lists as the page shows them. Whatever producers wrote, the lengths are bounded. */
public final class ShownLists {
    private static final int MOST_RESULTS = 100;
    private static final int MOST_SKILLS = 40;
    private static final int MOST_REASONS = 8;
    private static final int MOST_CHARS = 300;

    private ShownLists() {}

    /**
     * A list of jobs for a resume, or of resumes for a job.
     *
     * @param id of the resume or the job that the list is for
     * @param title of the job; empty for a resume, or if it is unknown
     * @param role of the resume or the job; null if it had no label
     * @param version what ranked it, {@code name@hash}, with the bi-encoder and the re-ranker if there are any
     * @param description that was generated for the resume and that jobs were searched with; null for none
     * @param at when it was computed, milliseconds since 1970
     * @param total how many results the list has; {@code results} may hold fewer
     */
    public record Ranking(
            String id,
            String title,
            @Nullable String role,
            int revision,
            String cause,
            String version,
            @Nullable Described description,
            long at,
            int total,
            List<Result> results) {}

    /**
     * A generated description, without its text.
     *
     * @param seed in digits, as numbers in pages have fewer
     * @param used whether jobs were searched with it; a reward model may find that it does not suit
     */
    public record Described(String generator, String version, String seed, boolean used) {
        static @Nullable Described of(@Nullable ListDescription description) {
            return description == null
                    ? null
                    : new Described(
                            cut(description.getGenerator()),
                            cut(description.getGeneratorVersion()),
                            Long.toString(description.getSeed()),
                            description.getUsed());
        }
    }

    /**
     * One result.
     *
     * @param position in the list, from 1
     * @param title of the job; empty for a resume, or if it is unknown
     * @param foundBy {@code RESUME}, {@code DESCRIPTION} or {@code BOTH}; null in a list without a generated
     *     description
     * @param open whether the job was open when this was asked
     * @param matched skills that both texts name
     * @param missing skills that the job asks for and the resume does not name
     * @param wouldHelp the missing skill that would raise the score most
     * @param reasons sentences, which may quote the texts; empty if texts are not shown
     */
    public record Result(
            int position,
            String id,
            String title,
            @Nullable String role,
            @Nullable String foundBy,
            boolean open,
            double score,
            List<Part> parts,
            List<String> matched,
            List<String> missing,
            @Nullable String wouldHelp,
            List<String> reasons) {}

    /** A part of a score; the contributions add up to it. */
    public record Part(String name, double value, int rank, double contribution) {}

    /** @param withText whether sentences that may quote the texts are shown */
    static List<Result> results(List<Match> matches, int most, Titles titles, boolean withText) {
        return IntStream.range(0, Math.min(matches.size(), Math.min(most, MOST_RESULTS)))
                .mapToObj(i -> result(i + 1, matches.get(i), titles, withText))
                .toList();
    }

    /** What is known of a result besides the match itself. */
    @FunctionalInterface
    interface Titles {
        /** The job; null if the result is a resume, or the job is unknown. */
        @Nullable
        KnownJob of(String id);
    }

    /** Ranked just now, as the recommender writes them. */
    static List<Match> matches(List<RankedMatch> ranked) {
        return ranked.stream()
                .map(match -> Match.newBuilder()
                        .setId(match.id())
                        .setScore(match.score())
                        .setRole(match.role())
                        .setParts(match.parts().stream()
                                .map(part -> new ScorePart(part.name(), part.value(), part.rank(), part.contribution()))
                                .toList())
                        .setMatchedSkills(match.matchedSkills())
                        .setMissingSkills(match.missingSkills())
                        .setWouldHelp(match.wouldHelp())
                        .setReasons(match.reasons())
                        .build())
                .toList();
    }

    private static Result result(int position, Match match, Titles titles, boolean withText) {
        KnownJob job = titles.of(match.getId());
        return new Result(
                position,
                cut(match.getId()),
                job == null ? "" : job.title(),
                role(match.getRole()),
                match.getFoundBy() == null ? null : match.getFoundBy().name(),
                job == null || job.isOpen(System.currentTimeMillis()),
                finite(match.getScore()),
                match.getParts().stream()
                        .limit(MOST_REASONS)
                        .map(part -> new Part(
                                cut(part.getName()),
                                finite(part.getValue()),
                                part.getRank(),
                                finite(part.getContribution())))
                        .toList(),
                texts(match.getMatchedSkills(), MOST_SKILLS),
                texts(match.getMissingSkills(), MOST_SKILLS),
                match.getWouldHelp() == null ? null : cut(match.getWouldHelp()),
                withText ? texts(match.getReasons(), MOST_REASONS) : List.of());
    }

    private static List<String> texts(List<String> texts, int most) {
        return texts.stream().limit(most).map(ShownLists::cut).toList();
    }

    static @Nullable String role(@Nullable String role) {
        return role == null ? null : cut(role);
    }

    static String cut(String text) {
        return text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS);
    }

    /** Other programs may write anything, but JSON has no word for what is no number. */
    private static double finite(float value) {
        return Float.isFinite(value) ? value : 0;
    }

    /** Everything that ranked a list, in one line. */
    static String version(@Nullable MatchVersions versions) {
        if (versions == null || versions.getMatcher().isEmpty()) {
            return "unknown";
        }
        StringBuilder line = new StringBuilder(versions.getMatcher());
        if (versions.getEmbedder() != null) {
            line.append(" + ").append(versions.getEmbedder());
        }
        if (versions.getReranker() != null) {
            line.append(" + ").append(versions.getReranker());
        }
        return cut(line.toString());
    }
}
