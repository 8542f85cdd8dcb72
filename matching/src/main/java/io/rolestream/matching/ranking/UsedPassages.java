package io.rolestream.matching.ranking;

import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.Side;
import io.rolestream.matching.skills.SkillMention;
import io.rolestream.matching.skills.SkillVocabulary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** Where the skills of a query that results match are named in both texts. For one list, and one thread. */
final class UsedPassages {
    private final Profile query;
    private final SkillVocabulary vocabulary;
    /** By the field of the query's text. */
    private final Map<String, List<SkillMention>> ofQuery = new HashMap<>();

    UsedPassages(Profile query, SkillVocabulary vocabulary) {
        this.query = query;
        this.vocabulary = vocabulary;
    }

    /** The first mention of each matched skill on each side, in the order of fields and positions. */
    List<Passage> of(Profile result, List<String> matched) {
        List<Passage> passages = new ArrayList<>();
        add(query, matched, (field, text) -> ofQuery.computeIfAbsent(field, any -> vocabulary.find(text)), passages);
        add(result, matched, (field, text) -> vocabulary.find(text), passages);
        passages.sort(Comparator.comparing(Passage::side));
        return passages;
    }

    private static void add(
            Profile profile,
            List<String> matched,
            BiFunction<String, String, List<SkillMention>> mentions,
            List<Passage> passages) {
        Set<String> wanted = new HashSet<>(matched);
        for (Map.Entry<String, String> field : fields(profile).entrySet()) {
            if (wanted.isEmpty()) {
                return;
            }
            for (SkillMention mention : mentions.apply(field.getKey(), field.getValue())) {
                if (wanted.remove(mention.skill())) {
                    passages.add(new Passage(profile.side(), field.getKey(), mention.start(), mention.end()));
                }
            }
        }
    }

    private static Map<String, String> fields(Profile profile) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (profile.side() == Side.JOB) {
            fields.put("title", profile.title());
        }
        fields.put("skills", profile.skillsText());
        fields.put(profile.side() == Side.JOB ? "description" : "text", profile.body());
        return fields;
    }
}
