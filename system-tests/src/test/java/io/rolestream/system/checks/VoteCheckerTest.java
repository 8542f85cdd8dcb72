package io.rolestream.system.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The checker of votes finds what is planted, and nothing else. */
@Tag("full")
class VoteCheckerTest {
    private static final String DATA = "Apache Spark, Airflow, ETL pipelines, Hadoop";
    private static final String WEB = "React, TypeScript, CSS";
    private static final String ROLE = "Data Engineer";

    private static final EmbeddedKafka KAFKA = EmbeddedKafka.builder().build();

    private final PlantedTopics topics;

    public VoteCheckerTest(TestInfo test) throws Exception {
        this.topics =
                new PlantedTopics(KAFKA, test.getTestMethod().orElseThrow().getName() + ".");
    }

    @BeforeAll
    static void start() {
        KAFKA.start();
    }

    @AfterAll
    static void stop() {
        KAFKA.close();
    }

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void shouldFindNothingWhereAllIsRight() throws Exception {
        LabelledRole.Builder first = topics.resume("a", DATA);
        LabelledRole.Builder early = topics.resume("b", WEB);
        topics.noResume();
        LabelledRole.Builder again = topics.resume("a", DATA);
        topics.announce("v1");
        topics.announce("v2");
        topics.vote(early, topics.abstention("no-model", topics.now().minusSeconds(2)));
        topics.vote(first, topics.scored("v1", ROLE));
        topics.vote(again, topics.scored("v2", "Cloud Engineer"));
        topics.vote(first, topics.scored("v3", ROLE).setLabeller("roberta-challenger"));

        VoteReport report = topics.checkVotes();

        assertThat(report).matches(VoteReport::isClean);
        assertThat(report.resumes()).isEqualTo(4);
        assertThat(report.readable()).isEqualTo(3);
        assertThat(report.votes()).isEqualTo(3);
        assertThat(report.abstentions()).isEqualTo(1);
        assertThat(report.asVotes().rolesOf(first.getContentHash()))
                .containsExactlyInAnyOrder(Optional.of(ROLE), Optional.of("Cloud Engineer"));
        assertThat(report.asVotes().rolesOf(early.getContentHash())).containsExactly(Optional.empty());
    }

    @Test
    void shouldFindALostVote() throws Exception {
        topics.announce("v1");
        topics.vote(topics.resume("a", DATA), topics.scored("v1", ROLE));
        topics.resume("b", DATA);

        Faults faults = topics.checkVotes().faults();

        assertThat(faults.missing()).containsExactly("resume 1 of partition 0, b: vote");
        assertThat(faults.duplicated()).isEmpty();
        assertThat(faults.wrong()).isEmpty();
        assertThat(faults.unexpected()).isEmpty();
    }

    @Test
    void shouldFindADoubledVote() throws Exception {
        topics.announce("v1");
        LabelledRole.Builder resume = topics.resume("a", DATA);
        topics.vote(resume, topics.scored("v1", ROLE));
        topics.vote(resume, topics.scored("v1", ROLE));

        Faults faults = topics.checkVotes().faults();

        assertThat(faults.duplicated()).containsExactly("resume 0 of partition 0, a: vote of v1 for Data Engineer");
        assertThat(faults.missing()).isEmpty();
        assertThat(faults.wrong()).isEmpty();
        assertThat(faults.unexpected()).isEmpty();
    }

    @Test
    void shouldFindAVoteInAnotherPartition() throws Exception {
        topics.announce("v1");
        topics.vote(topics.resume("a", DATA), topics.scored("v1", ROLE), 1);

        Faults faults = topics.checkVotes().faults();

        assertThat(faults.missing()).hasSize(1);
        assertThat(faults.unexpected())
                .containsExactly("resume 0 of partition 1, a: vote of v1 for Data Engineer; nothing readable is there");
    }

    @Test
    void shouldFindAVoteOnWhatCannotBeRead() throws Exception {
        topics.announce("v1");
        LabelledRole.Builder resume = topics.resume("a", DATA);
        topics.vote(resume, topics.scored("v1", ROLE));
        topics.vote(resume.setResumeOffset(topics.noResume()), topics.scored("v1", ROLE));

        assertThat(topics.checkVotes().faults().unexpected()).hasSize(1);
    }

    @Test
    void shouldFindAVersionThatWasNotAnnounced() throws Exception {
        topics.announce("v1");
        topics.vote(topics.resume("a", DATA), topics.scored("v2", ROLE));

        assertThat(wrong()).endsWith("; no such version was announced");
    }

    @Test
    void shouldFindAVoteBeforeItsVersionWasAnnounced() throws Exception {
        topics.announce("v1");
        Vote.Builder vote = topics.scored("v1", ROLE);
        vote.setVotedAt(topics.now().minusSeconds(2));
        topics.vote(topics.resume("a", DATA), vote);

        assertThat(wrong()).endsWith("; that version was announced after the vote");
    }

    @Test
    void shouldFindAnAbstentionAlthoughThereIsAModel() throws Exception {
        topics.announce("v1");
        topics.vote(topics.resume("a", DATA), topics.abstention("no-model", topics.now()));

        assertThat(wrong()).endsWith("; it abstains because of no-model");
    }

    @Test
    void shouldFindAFailedVote() throws Exception {
        topics.vote(topics.resume("a", DATA), topics.abstention("failed", topics.now()));

        assertThat(wrong()).endsWith("; it abstains because of failed");
    }

    @Test
    void shouldFindAWrongHash() throws Exception {
        topics.announce("v1");
        topics.vote(topics.resume("a", DATA).setContentHash("0".repeat(32)), topics.scored("v1", ROLE));

        assertThat(wrong()).contains("the content hash is ");
    }

    @Test
    void shouldFindAnotherResumesName() throws Exception {
        topics.announce("v1");
        topics.vote(topics.resume("a", DATA).setResumeId("b"), topics.scored("v1", ROLE));

        assertThat(wrong()).endsWith("; the resume is a");
    }

    @Test
    void shouldFindAScoreThatIsMissing() throws Exception {
        topics.announce("v1");
        Vote.Builder vote = topics.scored("v1", ROLE);
        vote.setScores(vote.getScores().subList(0, 3));
        topics.vote(topics.resume("a", DATA), vote);

        assertThat(wrong()).contains("; the roles with a score are [Data Engineer, ");
    }

    @Test
    void shouldFindAScoreThatIsNoNumber() throws Exception {
        topics.announce("v1");
        Vote.Builder vote = topics.scored("v1", ROLE);
        List<RoleScore> scores = new ArrayList<>(vote.getScores());
        scores.set(3, new RoleScore(scores.get(3).getRole(), Float.NaN));
        vote.setScores(scores);
        topics.vote(topics.resume("a", DATA), vote);

        assertThat(wrong()).endsWith("; a score is not finite");
    }

    @Test
    void shouldFindARoleThatHasNotTheHighestScore() throws Exception {
        topics.announce("v1");
        Vote.Builder vote = topics.scored("v1", ROLE);
        List<RoleScore> scores = topics.scored("v1", "Cloud Engineer").getScores();
        vote.setScores(scores);
        topics.vote(topics.resume("a", DATA), vote);

        assertThat(wrong()).endsWith("; the highest score is that of Cloud Engineer");
    }

    private String wrong() {
        Faults faults = topics.checkVotes().faults();
        assertThat(faults.missing()).isEmpty();
        assertThat(faults.duplicated()).isEmpty();
        assertThat(faults.unexpected()).isEmpty();
        assertThat(faults.wrong()).hasSize(1);
        return faults.wrong().get(0);
    }
}
