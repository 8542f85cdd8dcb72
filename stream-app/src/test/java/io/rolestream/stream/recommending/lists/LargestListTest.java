package io.rolestream.stream.recommending.lists;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.common.clients.Clients;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.events.ListDescription;
import io.rolestream.events.Match;
import io.rolestream.events.MatchCause;
import io.rolestream.events.MatchVersions;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.MatcherOptions;
import io.rolestream.matching.Matchers;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Posting;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.skills.SkillVocabulary;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.schemas.serde.EventFormat;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.recommending.book.ListKey;
import io.rolestream.stream.recommending.book.ListSubject;
import io.rolestream.stream.recommending.index.AsOf;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No list is larger than what every topic takes, which is Kafka's default: lists need not be cut. */
@Tag("full")
class LargestListTest {
    /**
     * Kafka's default of {@code max.message.bytes}, less what a batch and headers take, and the longer positions in
     * postings as long as the resume.
     */
    private static final int TAKEN = 1_048_588 - 4_096 - 100 * 50 * 4;
    /** The most that {@code recommend.top} allows. */
    private static final int TOP = 100;

    /** More than a result shows as matched and missing. */
    private static final int SKILLS = 120;

    private static final int PARTITIONS = 1_000;
    /** The longest id in UTF-8: three bytes for each of its characters. */
    private static final String ID = "\u8077".repeat(ResumeReader.MAX_ID_CHARS - 3);

    @Test
    void shouldFitItsTopicWithTheLongestTextsAndIds() throws Exception {
        List<String> skills = new ArrayList<>(new TreeSet<>(
                SkillVocabulary.of(MatcherOptions.defaults().rules()).skills()));
        skills.sort((a, b) -> Integer.compare(b.length(), a.length())); // the longest names first
        String asked = String.join(", ", skills.subList(0, SKILLS));
        String known = String.join(", ", skills.subList(0, SKILLS / 2));
        String padding = " x".repeat(10_000); // positions beyond take as many bytes as those of the longest text
        try (Matcher matcher = Matchers.open(MatcherOptions.defaults());
                MatchIndex index = matcher.newIndex()) {
            for (int i = 0; i < TOP; i++) {
                index.put(matcher.profile(
                                new Posting(ID + (100 + i), "Senior Engineer", null, asked, null, null, "senior", null),
                                RoleBelief.unknown())
                        .join());
            }
            index.refresh();
            List<Match> matches = MatchEvents.of(matcher.rank(
                    matcher.profile(new Candidate("r", null, padding + " " + known, 9f), RoleBelief.unknown())
                            .join(),
                    index,
                    MatchFilter.none(),
                    TOP));

            assertThat(matches).hasSize(TOP);
            assertThat(matches.get(0).getMatchedSkills()).hasSize(50);
            assertThat(matches.get(0).getMissingSkills()).hasSize(50);
            assertThat(matches.get(0).getPassages()).hasSize(50);
            for (EventFormat format : List.of(EventFormat.AVRO, EventFormat.JSON)) {
                byte[] largest = new JobListTopic(cluster(format)).write(list(matches), Integer.MAX_VALUE);
                assertThat(largest.length).as("%s", format).isBetween(TAKEN / 4, TAKEN);
            }
        }
    }

    private static Cluster cluster(EventFormat labels) {
        return new Cluster(
                Topics.unprefixed(),
                new InMemorySchemaRegistry(),
                new Cluster.Formats(EventFormat.AUTO, labels, false),
                Clients.of(Settings.of(ConnectionConfig.define(new ConfigDef()), Map.of())));
    }

    private static ComputedList list(List<Match> matches) {
        List<Long> offsets = Collections.nCopies(PARTITIONS, Long.MAX_VALUE);
        String name = "\u8077".repeat(256);
        return new ComputedList(
                new ListSubject(
                        new ListKey(PARTITIONS, ID + "100"),
                        Long.MAX_VALUE,
                        "0".repeat(32),
                        Integer.MAX_VALUE,
                        false,
                        Instant.EPOCH,
                        null),
                name,
                matches,
                new MatchVersions(name, name, name, name, name),
                MatchCause.OTHER_CHANGED,
                new ListDescription(
                        name,
                        name,
                        Long.MIN_VALUE,
                        "0".repeat(32),
                        "0".repeat(32),
                        Long.MAX_VALUE,
                        true,
                        Float.MIN_VALUE),
                new AsOf(offsets, offsets, offsets, offsets),
                Instant.EPOCH);
    }
}
