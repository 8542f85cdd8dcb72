package io.rolestream.files.sample.words;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The words of postings, besides those of roles. Blanks of sentences are those of resumes, and {C}: the company.
 *
 * @param locations where work is done
 * @param titleEnds what follows a title
 * @param intros sentences on the company
 * @param teams sentences that introduce what the team did lately
 * @param wishes sentences that introduce the skills that are needed
 * @param extras sentences that introduce the skills that are welcome
 * @param around sentences on other people's work and tools, which the job does not need
 * @param offers sentences on benefits
 * @param years sentences on experience
 */
public record JobVocabulary(
        Weighted<String> locations,
        Weighted<String> titleEnds,
        Weighted<String> genericTitles,
        List<String> intros,
        List<String> teams,
        List<String> wishes,
        List<String> extras,
        List<String> around,
        List<String> offers,
        List<String> years) {

    static JobVocabulary of(JsonNode json) {
        return new JobVocabulary(
                weighted(json, "locations"),
                weighted(json, "titleEnds"),
                weighted(json, "genericTitles"),
                strings(json, "intros"),
                strings(json, "teams"),
                strings(json, "wishes"),
                strings(json, "extras"),
                strings(json, "around"),
                strings(json, "offers"),
                strings(json, "years"));
    }

    private static Weighted<String> weighted(JsonNode json, String name) {
        return Weighted.parse(json.get(name).asText(), text -> text);
    }

    private static List<String> strings(JsonNode json, String name) {
        return Vocabulary.strings(json.get(name));
    }
}
