package io.rolestream.dashboard.matches;

import static io.rolestream.dashboard.matches.SampleLists.feedback;
import static io.rolestream.dashboard.matches.SampleLists.forJob;
import static io.rolestream.dashboard.matches.SampleLists.forResume;
import static io.rolestream.dashboard.matches.SampleLists.ids;
import static io.rolestream.dashboard.matches.SampleLists.job;
import static io.rolestream.dashboard.matches.SampleLists.label;
import static io.rolestream.dashboard.matches.SampleLists.readable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.dashboard.live.LiveState.Read;
import io.rolestream.dashboard.records.Place;
import io.rolestream.events.FeedbackAction;
import io.rolestream.events.Match;
import io.rolestream.events.MatchCause;
import io.rolestream.events.ScorePart;
import io.rolestream.schemas.job.JobReader;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MatchStateTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long NOW = System.currentTimeMillis();
    private static final Read LIVE = new Read(NOW, true);
    private static final Place PLACE = new Place(0, 1);

    private final MatchState state = new MatchState(true);

    @BeforeAll
    static void trust() {
        GeneratedRecords.trust();
    }

    @Test
    void shouldShowTheNewestListOfEachResumeWithTheTitlesOfItsJobs() {
        state.job("j-1", readable(job("j-1", "Data engineer")), PLACE);
        state.forResume("r-1", forResume("r-1", "v@1", List.of("j-1", "j-2")).build(), PLACE, LIVE);
        state.forResume("r-2", forResume("r-2", "v@1", List.of()).build(), PLACE, LIVE);
        state.forResume(
                "r-1",
                forResume("r-1", "v@1", List.of("j-2", "j-1"))
                        .setRevision(2)
                        .setCause(MatchCause.OTHER_ADDED)
                        .build(),
                PLACE,
                LIVE);

        JsonNode part = matches(state);

        assertThat(part.path("latest")).hasSize(2);
        JsonNode newest = part.path("latest").path(0);
        assertThat(newest.path("id").asText()).isEqualTo("r-1");
        assertThat(newest.path("revision").asInt()).isEqualTo(2);
        assertThat(newest.at("/results/0/title").asText()).as("not known").isEmpty();
        assertThat(newest.at("/results/1/title").asText()).isEqualTo("Data engineer");
        assertThat(part.at("/rates/causes/NEW").asInt()).isEqualTo(2);
        assertThat(part.at("/rates/causes/OTHER_ADDED").asInt()).isEqualTo(1);
        assertThat(part.at("/rates/known").asInt()).isEqualTo(2);
    }

    @Test
    void shouldSayWhichChangesOfJobsTheNewestListDoesNotKnow() {
        for (int i = 0; i < 5; i++) {
            state.job("j-" + i, readable(job("j-" + i, "Job")), new Place(i % 2, 10 + i));
        }
        state.forResume(
                "r-1",
                forResume("r-1", "v@1", List.of("j-1"))
                        .setJobsAsOf(List.of(13L, 13L))
                        .setRecommendedAt(Instant.ofEpochMilli(NOW - 5_000))
                        .build(),
                PLACE,
                LIVE);

        assertThat(matches(state).at("/rates/unread").asInt())
                .as("j-3, at 13 of partition 1, and j-4, at 14 of partition 0, with what precedes it")
                .isEqualTo(3);
        assertThat(matches(state).at("/rates/latestAt").asLong()).isEqualTo(NOW - 5_000);
    }

    @Test
    void shouldForgetWhatWasDeleted() {
        state.job("j-1", readable(job("j-1", "Gardener")), PLACE);
        state.forResume("r-1", forResume("r-1", "v@1", List.of("j-1")).build(), PLACE, LIVE);
        state.forJob("j-1", forJob("j-1", "v@1", List.of("r-1")).build(), PLACE, LIVE);

        state.forResume("r-1", null, PLACE, LIVE);
        state.forJob("j-1", null, PLACE, LIVE);
        state.job("j-1", null, PLACE);

        assertThat(matches(state).path("latest")).isEmpty();
        assertThat(state.listOfResume("r-1")).isNull();
        assertThat(state.listOfJob("j-1")).isNull();
        assertThat(state.find("gardener", NOW)).isEmpty();
    }

    /** A job that was deleted and posted again: its label's deletion is read after the new posting. */
    @Test
    void shouldKeepAPostingWhoseLabelIsDeleted() {
        state.job("j-1", readable(job("j-1", "Gardener")), PLACE);
        state.labelled("j-1", label("j-1", "Other"));
        state.labelled("j-2", label("j-2", "Other"));

        state.labelled("j-1", null);
        state.labelled("j-2", null);

        assertThat(state.find("", NOW)).singleElement().satisfies(found -> {
            assertThat(found.title()).isEqualTo("Gardener");
            assertThat(found.role()).isNull();
        });
    }

    @Test
    void shouldCountWhatWasSkipped() {
        state.skipped(3);
        state.skipped(4);
        assertThat(matches(state).path("skipped").asInt()).isEqualTo(7);
    }

    @Test
    void shouldCountOpenJobsByRole() {
        state.job("j-1", readable(job("j-1", "One")), PLACE);
        state.job("j-2", readable(job("j-2", "Two").setOpenUntil(Instant.ofEpochMilli(NOW - 1))), PLACE);
        state.job("j-3", readable(job("j-3", "Three")), PLACE);
        state.labelled("j-1", label("j-1", "Data Engineer"));
        state.labelled("j-2", label("j-2", "Data Engineer"));
        state.job("j-1", readable(job("j-1", "One, changed")), PLACE);

        JsonNode jobs = matches(state).path("jobs");

        assertThat(jobs.path("known").asInt()).isEqualTo(3);
        assertThat(jobs.path("open").asInt()).isEqualTo(2);
        assertThat(jobs.path("openByRole").toString()).isEqualTo("{\"\":1,\"Data Engineer\":1}");
    }

    @Test
    void shouldFindJobsByTitleIdAndRoleWhateverTheirCase() {
        state.job("j-1", readable(job("j-1", "Senior DATA Engineer")), PLACE);
        state.job("acme/77", readable(job("acme/77", "Cook")), PLACE);
        state.job("j-3", readable(job("j-3", "Nurse")), PLACE);
        state.labelled("j-3", label("j-3", "Other"));

        assertThat(state.find("data eng", NOW)).extracting(MatchState.Found::id).containsExactly("j-1");
        assertThat(state.find("ACME", NOW)).extracting(MatchState.Found::id).containsExactly("acme/77");
        assertThat(state.find("other", NOW)).extracting(MatchState.Found::id).containsExactly("j-3");
        assertThat(state.find(" ", NOW)).extracting(MatchState.Found::id).containsExactly("j-3", "acme/77", "j-1");
    }

    @Test
    void shouldHideSentencesThatMayQuoteTextsUnlessTheyMayBeShown() {
        MatchState discreet = new MatchState(false);
        for (MatchState each : List.of(state, discreet)) {
            each.forResume("r-1", forResume("r-1", "v@1", List.of("j-1")).build(), PLACE, LIVE);
            each.deadLetter("j-9", "not-avro", "it says: secret", NOW, LIVE);
        }

        assertThat(JSON.valueToTree(discreet.everySecond(NOW)).toString()).doesNotContain(SampleLists.REASON, "secret");
        assertThat(JSON.valueToTree(state.everySecond(NOW)).toString()).contains(SampleLists.REASON, "secret");
    }

    @Test
    void shouldCountAnEntryOnceHoweverOftenItIsReported() {
        for (int i = 0; i < 3; i++) {
            report("r-1", "j-1", 1, FeedbackAction.SHOWN);
            report("r-1", "j-1", 1, FeedbackAction.OPENED);
            report("r-1", "j-1", 1, FeedbackAction.APPLIED);
        }
        report("r-1", "j-2", 2, FeedbackAction.SHOWN);
        report("r-1", "j-3", 3, FeedbackAction.OPENED);

        JsonNode quality = quality();

        assertThat(quality.at("/candidates/all/shown").asInt()).isEqualTo(2);
        assertThat(quality.at("/candidates/all/opened/count").asInt()).isEqualTo(1);
        assertThat(quality.at("/candidates/all/opened/share").asDouble()).isEqualTo(0.5);
        assertThat(quality.at("/candidates/all/opened/lower").asDouble()).isLessThan(0.2);
        assertThat(quality.at("/candidates/all/applied/count").asInt()).isEqualTo(1);
        assertThat(quality.at("/recruiters/all/shown").asInt()).isZero();
        assertThat(quality.path("withoutShown").asInt()).isEqualTo(1);
        assertThat(quality.at("/candidates/series/hour/shown/59").asInt()
                        + quality.at("/candidates/series/hour/shown/58").asInt())
                .isEqualTo(2);
    }

    @Test
    void shouldAttributeFeedbackToWhatRankedTheRevision() {
        state.forResume("r-1", forResume("r-1", "first@1", List.of("j-1")).build(), PLACE, LIVE);
        state.forResume(
                "r-1",
                forResume("r-1", "second@2", List.of("j-1")).setRevision(4).build(),
                PLACE,
                LIVE);
        for (int revision : List.of(2, 4, 5)) {
            state.feedback(readable(feedback("r-1", "j-1", revision, 1, FeedbackAction.SHOWN)), LIVE);
        }
        state.feedback(readable(feedback("r-unknown", "j-1", 1, 1, FeedbackAction.SHOWN)), LIVE);

        JsonNode versions = quality().at("/candidates/versions");

        assertThat(versions).hasSize(3);
        assertThat(versions.findValuesAsText("version")).containsExactly("second@2", "first@1", "unknown");
        assertThat(versions.at("/0/row/shown").asInt()).isEqualTo(2);
    }

    @Test
    void shouldNameANewVersionOnceOldOnesHaveNoCounts() {
        long before = NOW - Duration.ofDays(9).toMillis();
        for (int i = 0; i < FeedbackBook.MOST_VERSIONS; i++) {
            state.forResume("r-" + i, forResume("r-" + i, "old@" + i, List.of()).build(), PLACE, LIVE);
            state.feedback(readable(feedback("r-" + i, "j", 1, 1, FeedbackAction.SHOWN), before), LIVE);
        }
        quality();

        state.forResume("r-new", forResume("r-new", "new@1", List.of()).build(), PLACE, LIVE);
        report("r-new", "j", 1, FeedbackAction.SHOWN);

        assertThat(quality().at("/candidates/versions").findValuesAsText("version"))
                .containsExactly("new@1");
    }

    /** Two versions with equally good jobs, one of which is shown at better places. */
    @Test
    void shouldNotTakeABetterPlaceForABetterVersion() {
        SplittableRandom random = new SplittableRandom(7);
        double[] openedAt = {0.4, 0.05};
        for (int i = 0; i < 8_000; i++) {
            boolean first = i % 2 == 0;
            int position = random.nextDouble() < (first ? 0.8 : 0.2) ? 1 : 2;
            String resume = "r-" + i;
            state.forResume(
                    resume,
                    forResume(resume, first ? "first@1" : "second@2", List.of()).build(),
                    PLACE,
                    LIVE);
            report(resume, "j", position, FeedbackAction.SHOWN);
            if (random.nextDouble() < openedAt[position - 1]) {
                report(resume, "j", position, FeedbackAction.OPENED);
            }
        }

        JsonNode versions = quality().at("/candidates/versions");

        JsonNode first =
                versions.path(0).path("version").asText().startsWith("first") ? versions.path(0) : versions.path(1);
        JsonNode second = first == versions.path(0) ? versions.path(1) : versions.path(0);
        assertThat(first.at("/row/opened/lower").asDouble())
                .as("as they were shown")
                .isGreaterThan(second.at("/row/opened/upper").asDouble() + 0.1);
        assertThat(first.at("/corrected/value").asDouble())
                .as("at equal places")
                .isCloseTo(second.at("/corrected/value").asDouble(), within(0.03));
        assertThat(first.at("/corrected/lower").asDouble())
                .isLessThan(second.at("/corrected/upper").asDouble());
    }

    /** The exact interval of a Poisson count of 30 is 20.24 to 42.83; of 0 it ends at 3.69. */
    @Test
    void shouldTakeByarsInterval() {
        assertThat(Quality.corrected(30, 1_000, 1).lower() * 1_000).isCloseTo(20.24, within(0.05));
        assertThat(Quality.corrected(30, 1_000, 1).upper() * 1_000).isCloseTo(42.83, within(0.05));
        assertThat(Quality.corrected(0, 1_000, 1).lower()).isZero();
        assertThat(Quality.corrected(0, 1_000, 1).upper() * 1_000).isCloseTo(3.68, within(0.05));
    }

    @Test
    void shouldStaySmallWhateverIsRead() {
        String big = "x".repeat(100_000);
        for (int i = 0; i < 120_000; i++) {
            String id = "r-" + i;
            state.forResume(id, forResume(id, "v@" + i % 500, List.of("j-" + i)).build(), PLACE, LIVE);
            state.feedback(readable(feedback(id, "j-" + i, 1, 1 + i % 300, FeedbackAction.SHOWN)), LIVE);
            state.job("j-" + i, readable(job("j-" + i, "Title " + i)), PLACE);
        }
        state.job("j-big", readable(job("j-big", big.substring(0, JobReader.MAX_LINE_CHARS))), PLACE);
        state.forResume(
                "r-big", forResume("r-big", big, ids(big, 300)).setRole(big).build(), PLACE, LIVE);

        assertThat(matches(state).at("/rates/known").asInt()).isEqualTo(50_000);
        assertThat(matches(state).at("/jobs/known").asInt()).isEqualTo(100_000);
        assertThat(quality().at("/candidates/versions").size()).isLessThanOrEqualTo(13);
        assertThat(JSON.valueToTree(state.everySecond(NOW)).toString()).hasSizeLessThan(60_000);
        assertThat(quality().toString()).hasSizeLessThan(60_000);
        assertThat(JSON.valueToTree(state.find("", NOW)).toString()).hasSizeLessThan(20_000);
    }

    @Test
    void shouldTakeNumbersThatAreNone() {
        Match odd = Match.newBuilder(SampleLists.match("j-1"))
                .setScore(Float.NaN)
                .setParts(List.of(new ScorePart("role", 1f, 1, Float.POSITIVE_INFINITY)))
                .build();
        state.forResume(
                "r-1", forResume("r-1", "v@1", List.of()).setJobs(List.of(odd)).build(), PLACE, LIVE);

        assertThat(matches(state).at("/latest/0/results/0/score").isNumber()).isTrue();
    }

    private void report(String resume, String job, int position, FeedbackAction action) {
        state.feedback(readable(feedback(resume, job, 1, position, action)), LIVE);
    }

    private static JsonNode matches(MatchState state) {
        return JSON.valueToTree(state.everySecond(NOW)).path("matches");
    }

    private JsonNode quality() {
        return JSON.valueToTree(state.everyFewSeconds(NOW)).path("quality");
    }
}
