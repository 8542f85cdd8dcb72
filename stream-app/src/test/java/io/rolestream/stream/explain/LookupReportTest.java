package io.rolestream.stream.explain;

import static io.rolestream.schemas.testing.Votes.human;
import static io.rolestream.schemas.testing.Votes.score;
import static io.rolestream.schemas.testing.Votes.weighted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.events.Decider;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import io.rolestream.rules.decision.Decision;
import io.rolestream.rules.decision.DecisionPolicy;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.vote.RoleWeight;
import io.rolestream.schemas.serde.GeneratedRecords;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.labelling.RuleVotes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LookupReportTest {
    static {
        GeneratedRecords.trust();
    }

    private static final RuleSet RULES = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
    private static final String TEXT = "Apache Spark, Airflow, ETL pipelines, Hadoop, Snowflake, Python, SQL, Kafka";
    private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_000L);

    @Test
    void shouldTellProgramsAllThatTheEventHolds() {
        ObjectNode json = report(RULES, label(3, 0), label(1, 0)).json().get(0);

        assertThat(json.path("role").asText()).isEqualTo("Data Engineer");
        assertThat(json.at("/rule/keywords")).isNotEmpty();
        assertThat(json.at("/model/version").asText()).isEqualTo("roberta@1");
        assertThat(json.path("revision").asInt()).isEqualTo(3);
        assertThat(json.path("reproduced").asBoolean()).isTrue();
        assertThat(json.path("reasons")).hasSize(5);
        assertThat(json.at("/keywords/0/weights/0/role").asText()).isNotEmpty();
        assertThat(json.path("votes")).hasSize(2);
        assertThat(json.at("/roles/0/role").asText()).isEqualTo("Data Engineer");
        assertThat(json.at("/roles/0/together").asDouble())
                .isBetween(
                        json.path("confidence").asDouble() - 1e-6,
                        json.path("confidence").asDouble() + 1e-6);
        assertThat(json.path("record").toString())
                .isEqualTo("{\"topic\":\"labelled-roles\",\"partition\":1,\"offset\":30}");
        assertThat(json.at("/earlier/0/revision").asInt()).isEqualTo(1);
    }

    @Test
    void shouldFitATerminal() {
        String printed = print(report(RULES, label(3, 0), label(1, 0)));

        assertThat(printed.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(printed)
                .contains("r-1: Data Engineer, ", "decided by the model, revision 3")
                .contains("rules       Data Engineer", "roberta     Data Engineer")
                .contains("keywords, and what each adds to the rules' sums:")
                .contains("together", "why:", "Rules and model agree.")
                .contains(
                        "resume      resumes, partition 0, offset 7",
                        "label       labelled-roles, partition 1, offset 30")
                .contains("1 revision is no longer kept");
    }

    @Test
    void shouldShowLabelsOfModelsThatDoNotListAllRoles() {
        LabelledRole label = LabelledRole.newBuilder(label(1, 0))
                .setModelVote(
                        Vote.newBuilder(weighted(0.5f, "Data Analyst", 0.6f, score("Data Analyst", Math.log(0.6))))
                                .setUnlistedRoles(300)
                                .setUnlistedScore((float) Math.log(0.4 / 300))
                                .build())
                .build();

        LabelDetails details = LabelDetails.of(label, RULES);
        assertThat(details.roles())
                .filteredOn(row -> row.together() != null)
                .extracting(RoleRow::role)
                .contains("Data Engineer", "Data Analyst");
        assertThat(print(report(RULES, label))).contains("together");
    }

    @Test
    void shouldNotAddUpWhereTheRulesDecidedAlone() {
        LabelledRole known = label(1, 0);
        LabelledRole label = LabelledRole.newBuilder(known)
                .setModelVote(Vote.newBuilder(Objects.requireNonNull(known.getModelVote()))
                        .setUnknownRoles(List.of("Data Engineer"))
                        .build())
                .build();

        assertThat(RoleRow.of(label)).extracting(RoleRow::together).containsOnlyNulls();
    }

    @Test
    void shouldSayThatOtherRulesVoted() {
        RuleSet others = RuleSet.load(RuleSet.NOTEBOOK, Taxonomy.standard());

        assertThat(print(report(others, label(1, 0)))).contains("give the rule set " + RULES.version());
    }

    @Test
    void shouldNameTheBeginningOfATextOnlyWhereItCountsMore() {
        RuleSet substrings = RuleSet.load(RuleSet.NOTEBOOK, Taxonomy.standard());
        Vote several = new RuleVotes(() -> substrings).on("etl, data pipeline, spark, airflow, hadoop", AT);
        LabelledRole label =
                LabelledRole.newBuilder(label(1, 0)).setRuleVote(several).build();
        LabelDetails details = LabelDetails.of(label, substrings);

        assertThat(details.keywords()).hasSizeGreaterThan(1);
        assertThat(details.json().path("weightsAddUp").asBoolean()).isFalse();
        assertThat(details.json().path("leadCounts").asBoolean()).isFalse();
        assertThat(print(report(substrings, label))).doesNotContain("beginning of a text");

        RuleSet leading = RuleSet.parse(
                "name: l\nmatching: phrases\nlead-tokens: 5\nlead-factor: 2\nroles: {Data Engineer: {etl: 3}}",
                "l.yml",
                Taxonomy.standard());
        Vote early = new RuleVotes(() -> leading).on("etl", AT);
        assertThat(print(report(
                        leading,
                        LabelledRole.newBuilder(label(1, 0)).setRuleVote(early).build())))
                .contains("Keywords at the beginning of a text count more");
    }

    @Test
    void shouldShowEachResumeThatHasTheId() {
        List<ObjectNode> json =
                report(RULES, label(1, 2), label(4, 0), label(3, 0)).json();

        assertThat(json).hasSize(2);
        assertThat(json.get(0).path("resumePartition").asInt()).isEqualTo(2);
        assertThat(json.get(1).path("earlier")).hasSize(1);
    }

    @Test
    void shouldSayWhoCorrected() {
        LabelledRole corrected = LabelledRole.newBuilder(label(2, 0))
                .setHumanVote(human("Data Scientist"))
                .setRole("Data Scientist")
                .setDecidedBy(Decider.HUMAN)
                .setConfidence(1)
                .build();

        assertThat(print(report(RULES, corrected)))
                .contains("decided by human@1", "human@1 answered Data Scientist.", "human       Data Scientist");
    }

    @Test
    void shouldTellDeletedFromNeverLabelled() {
        assertThat(print(new LookupReport("x", KeptLabels.NONE, RULES, Topics.unprefixed())))
                .startsWith("x: no label");
        assertThat(print(new LookupReport("x", new KeptLabels(List.of(), true), RULES, Topics.unprefixed())))
                .startsWith("x: deleted");
    }

    @Test
    void shouldExplainATextAsTheStreamLabelsIt() throws Exception {
        LabelDetails details = new TextExplainer(RULES, null, DecisionPolicy.parse("joint else Other")).explain(TEXT);

        assertThat(details.label().getRole()).isEqualTo("Data Engineer");
        assertThat(details.reasons().get(0)).startsWith("Rules: Data Engineer has ");
        double sum = details.keywords().stream()
                .flatMap(keyword -> keyword.weights() == null ? Stream.<RoleWeight>empty() : keyword.weights().stream())
                .filter(weight -> weight.role().name().equals("Data Engineer"))
                .mapToDouble(weight -> weight.weight())
                .sum();
        assertThat(details.roles().get(0).rules()).isBetween(sum - 1e-3, sum + 1e-3);
    }

    private static String print(LookupReport report) {
        StringWriter text = new StringWriter();
        report.print(new PrintWriter(text, true));
        return text.toString();
    }

    /** @param newestFirst labels */
    private static LookupReport report(RuleSet rules, LabelledRole... newestFirst) {
        KeptLabels kept = KeptLabels.NONE;
        for (int i = newestFirst.length - 1; i >= 0; i--) {
            kept = kept.with(new KeptLabel(newestFirst[i], 1, 10L * newestFirst[i].getRevision()));
        }
        return new LookupReport("r-1", kept, rules, Topics.unprefixed());
    }

    private static LabelledRole label(int revision, int partition) {
        DecisionPolicy policy = DecisionPolicy.parse("joint else Other");
        Vote rules = new RuleVotes(() -> RULES).on(TEXT, AT);
        Vote model = weighted(
                0.5f,
                "Data Engineer",
                0.6f,
                score("Data Engineer", Math.log(0.6)),
                score("Data Analyst", Math.log(0.4)));
        Decision decision = policy.decide(rules, model, null);
        return LabelledRole.newBuilder()
                .setResumeId("r-1")
                .setRole(decision.role())
                .setDecidedBy(decision.decidedBy())
                .setConfidence(decision.confidence())
                .setRevision(revision)
                .setPolicy(policy.toString())
                .setRuleVote(rules)
                .setModelVote(model)
                .setContentHash("0".repeat(32))
                .setResumePartition(partition)
                .setResumeOffset(7)
                .setSubmittedAt(AT)
                .setLabelledAt(AT)
                .build();
    }
}
