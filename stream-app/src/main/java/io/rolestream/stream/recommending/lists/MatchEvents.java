package io.rolestream.stream.recommending.lists;

import io.rolestream.events.FoundBy;
import io.rolestream.events.ListDescription;
import io.rolestream.events.Match;
import io.rolestream.events.Passage;
import io.rolestream.events.ScorePart;
import io.rolestream.matching.ranking.DescribedList;
import io.rolestream.matching.ranking.MatchOrigin;
import io.rolestream.matching.ranking.RankedMatch;
import io.rolestream.stream.recommending.index.KnownDescription;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Ranked matches as events. */
final class MatchEvents {
    /** A posting that names every skill there is must not make a list larger than the broker takes. */
    private static final int MOST_SKILLS = 50;

    private static final int MOST_PASSAGES = 50;

    private MatchEvents() {}

    static List<Match> of(List<RankedMatch> ranked) {
        return ranked.stream().map(MatchEvents::of).toList();
    }

    /** What a list says of the description that it was searched with. */
    static ListDescription of(KnownDescription known, DescribedList list) {
        return ListDescription.newBuilder(known.named())
                .setUsed(list.used())
                .setReward(list.reward())
                .build();
    }

    private static <T> List<T> first(int most, List<T> all) {
        return all.size() > most ? List.copyOf(all.subList(0, most)) : all;
    }

    private static Match of(RankedMatch ranked) {
        return Match.newBuilder()
                .setId(ranked.id())
                .setScore(ranked.score())
                .setRole(ranked.role())
                .setFoundBy(foundBy(ranked.origin()))
                .setParts(ranked.parts().stream()
                        .map(part -> new ScorePart(part.name(), part.value(), part.rank(), part.contribution()))
                        .toList())
                .setMatchedSkills(first(MOST_SKILLS, ranked.matchedSkills()))
                .setMissingSkills(first(MOST_SKILLS, ranked.missingSkills()))
                .setWouldHelp(ranked.wouldHelp())
                .setReasons(ranked.reasons())
                .setPassages(first(MOST_PASSAGES, ranked.passages()).stream()
                        .map(passage -> new Passage(
                                passage.side().name().toLowerCase(Locale.ROOT),
                                passage.field(),
                                passage.start(),
                                passage.end()))
                        .toList())
                .build();
    }

    private static @Nullable FoundBy foundBy(@Nullable MatchOrigin origin) {
        if (origin == null) {
            return null;
        }
        return switch (origin.way()) {
            case RESUME -> FoundBy.RESUME;
            case DESCRIPTION -> FoundBy.DESCRIPTION;
            case BOTH -> FoundBy.BOTH;
        };
    }
}
