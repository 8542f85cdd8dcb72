package io.rolestream.stream.recommending.labels;

import io.rolestream.matching.skills.SkillMention;
import io.rolestream.matching.skills.SkillVocabulary;
import io.rolestream.schemas.job.ReadableJob;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the skills of postings, by their canonical names. */
final class JobSkills {
    /** A label stays small, whatever a posting lists. */
    private static final int MOST = 100;

    private final SkillVocabulary vocabulary;

    JobSkills(SkillVocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** The most telling first. */
    List<String> of(ReadableJob job) {
        Set<String> found = new LinkedHashSet<>();
        Stream.of(job.title(), job.skills(), job.description()).forEach(text -> {
            if (text != null) {
                vocabulary.find(text).stream().map(SkillMention::skill).forEach(found::add);
            }
        });
        return vocabulary.sorted(found).stream().limit(MOST).toList();
    }
}
