package io.rolestream.matching.ranking;

import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.Side;
import io.rolestream.matching.skills.SkillMention;
import io.rolestream.matching.skills.SkillVocabulary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where the matched skills are named in both texts. */
final class UsedPassages {
    private UsedPassages() {}

    /** The first mention of each matched skill on each side, in the order of fields and positions. */
    static List<Passage> of(Profile query, Profile result, List<String> matched, SkillVocabulary vocabulary) {
        List<Passage> passages = new ArrayList<>();
        if (!matched.isEmpty()) {
            add(query, matched, vocabulary, passages);
            add(result, matched, vocabulary, passages);
        }
        passages.sort(Comparator.comparing(Passage::side));
        return passages;
    }

    private static void add(Profile profile, List<String> matched, SkillVocabulary vocabulary, List<Passage> passages) {
        Set<String> wanted = new HashSet<>(matched);
        if (profile.side() == Side.JOB) {
            add(profile.title(), "title", profile, wanted, vocabulary, passages);
        }
        add(profile.skillsText(), "skills", profile, wanted, vocabulary, passages);
        add(profile.body(), profile.side() == Side.JOB ? "description" : "text", profile, wanted, vocabulary, passages);
    }

    private static void add(
            String text,
            String field,
            Profile profile,
            Set<String> wanted,
            SkillVocabulary vocabulary,
            List<Passage> passages) {
        for (SkillMention mention : vocabulary.find(text)) {
            if (wanted.remove(mention.skill())) {
                passages.add(new Passage(profile.side(), field, mention.start(), mention.end()));
            }
        }
    }
}
