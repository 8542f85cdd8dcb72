package io.rolestream.stream.explain;

import io.rolestream.common.text.AlignedColumns;
import io.rolestream.common.text.Counted;
import io.rolestream.common.text.Percent;
import io.rolestream.common.text.Printable;
import io.rolestream.common.text.TerminalStyle;
import io.rolestream.common.text.WrappedText;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import io.rolestream.rules.decision.DecisionReasons;
import io.rolestream.rules.vote.RoleWeight;
import io.rolestream.schemas.topics.Topics;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints labels for a terminal of {@value #COLUMNS} columns. */
public final class LabelPrinter {
    private static final int COLUMNS = 80;
    private static final double LEAST_SHARE = 0.01;
    private static final int MOST_ROLES = 8;
    private static final int ROLE_COLUMNS = 40;
    private static final String INDENT = "  ";
    private static final int NAME_COLUMNS = 12;

    private final PrintWriter out;

    public LabelPrinter(PrintWriter out) {
        this.out = out;
    }

    /**
     * Prints all that is known of a resume's labels.
     *
     * @param details of the newest revision
     * @param revisions all kept, the newest first, and with it the details
     */
    public void lookup(LabelDetails details, List<KeptLabel> revisions, Topics topics) {
        LabelledRole label = details.label();
        head(details);
        out.println();
        for (LabelDetails.CastVote counted : details.votes()) {
            vote(counted);
        }
        keywords(details);
        roles(details);
        why(details);
        out.println();
        entry(
                "resume",
                "%s, partition %d, offset %d"
                        .formatted(topics.resumes(), label.getResumePartition(), label.getResumeOffset()));
        KeptLabel newest = revisions.get(0);
        entry(
                "label",
                "%s, partition %d, offset %d".formatted(topics.labelledRoles(), newest.partition(), newest.offset()));
        entry("content", label.getContentHash());
        entry("policy", label.getPolicy());
        entry("submitted", time(label.getSubmittedAt()));
        entry("labelled", time(label.getLabelledAt()));
        history(revisions);
    }

    /** Prints why a text has its label. */
    public void explain(LabelDetails details) {
        head(details);
        why(details);
        keywords(details);
        roles(details);
    }

    private void head(LabelDetails details) {
        LabelledRole label = details.label();
        String id = label.getResumeId().isEmpty() ? "" : label.getResumeId() + ": ";
        String revision = label.getResumeId().isEmpty() ? "" : ", revision " + label.getRevision();
        print(
                "%s%s, %s, decided by %s%s%s"
                        .formatted(
                                id,
                                label.getRole(),
                                Percent.of(label.getConfidence()),
                                decider(label),
                                label.getDegraded() ? " without the awaited vote" : "",
                                revision),
                "",
                INDENT);
    }

    private static String decider(LabelledRole label) {
        Vote human = label.getHumanVote();
        return switch (label.getDecidedBy()) {
            case RULE -> "the rules";
            case MODEL -> "the model";
            case HUMAN ->
                human == null || human.getLabellerVersion().isBlank() ? "a person" : human.getLabellerVersion();
            case UNKNOWN -> "an unknown decider";
        };
    }

    private void vote(LabelDetails.CastVote counted) {
        Vote vote = counted.vote();
        String role = vote.getRole() == null
                ? "abstains because " + DecisionReasons.abstention(vote.getReason())
                : vote.getRole() + ", " + Percent.of(vote.getConfidence());
        entry(
                vote.getLabeller(),
                "%s (%s)%s".formatted(role, vote.getLabellerVersion(), counted.counts() ? "" : ", recorded only"));
    }

    private void keywords(LabelDetails details) {
        if (details.keywords().isEmpty()) {
            return;
        }
        out.println();
        boolean known = details.keywords().get(0).weights() != null;
        Vote rules = details.label().getRuleVote();
        print(
                known
                        ? "keywords, and what each adds to the rules' sums:"
                        : "keywords (for their weights, give the rule set %s with --rules):"
                                .formatted(rules == null ? "" : rules.getLabellerVersion()),
                "",
                INDENT);
        for (MatchedKeyword keyword : details.keywords()) {
            List<RoleWeight> weights = keyword.weights();
            print(keyword.keyword() + (weights == null ? "" : ": " + weights(weights)), INDENT, INDENT + INDENT);
        }
        if (details.leadCounts()) {
            print("Keywords at the beginning of a text count more, so the sums below differ.", INDENT, INDENT);
        }
    }

    private static String weights(List<RoleWeight> weights) {
        return weights.isEmpty()
                ? "no weight"
                : weights.stream()
                        .map(weight ->
                                weight.role().name() + " " + String.format(Locale.ROOT, "%+.2f", weight.weight()))
                        .collect(Collectors.joining(", "));
    }

    private void roles(LabelDetails details) {
        List<RoleRow> shown = details.roles().stream()
                .filter(row -> row.rules() != 0
                        || atLeast(row.model())
                        || atLeast(row.together())
                        || row.role().equals(details.label().getRole()))
                .limit(MOST_ROLES)
                .toList();
        if (shown.isEmpty()) {
            return;
        }
        boolean model = shown.stream().anyMatch(row -> row.model() != null);
        boolean together = shown.stream().anyMatch(row -> row.together() != null);
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("role", "rules", model ? "model" : null, together ? "together" : null));
        for (RoleRow role : shown) {
            rows.add(row(
                    TerminalStyle.cut(role.role(), ROLE_COLUMNS),
                    role.rules() == 0 ? "-" : String.format(Locale.ROOT, "%.2f", role.rules()),
                    model ? share(role.model()) : null,
                    together ? share(role.together()) : null));
        }
        out.println();
        AlignedColumns.lines(rows).forEach(line -> out.println(Printable.line(line)));
        int rest = details.roles().size() - shown.size();
        if (rest > 0) {
            out.println(INDENT + Counted.of(rest, "other role") + (rest == 1 ? " has less" : " have less"));
        }
    }

    private static List<String> row(String role, String rules, @Nullable String model, @Nullable String together) {
        List<String> row = new ArrayList<>(List.of(INDENT + role, rules));
        if (model != null) {
            row.add(model);
        }
        if (together != null) {
            row.add(together);
        }
        return row;
    }

    private static boolean atLeast(@Nullable Double share) {
        return share != null && share >= LEAST_SHARE;
    }

    private static String share(@Nullable Double share) {
        return share == null ? "-" : Percent.of(share);
    }

    private void why(LabelDetails details) {
        out.println();
        out.println("why:");
        details.reasons().forEach(reason -> print(reason, INDENT, INDENT + INDENT));
        Boolean reproduced = details.isReproduced();
        if (reproduced != null && !reproduced) {
            print("Recomputed from votes and policy, the decision differs from the label.", INDENT, INDENT + INDENT);
        }
    }

    private void history(List<KeptLabel> revisions) {
        int newest = revisions.get(0).label().getRevision();
        if (newest <= 1) {
            return;
        }
        out.println();
        out.println("earlier revisions:");
        for (KeptLabel kept : revisions.subList(1, revisions.size())) {
            LabelledRole label = kept.label();
            print(
                    "%d: %s, %s, by %s, %s, offset %d"
                            .formatted(
                                    label.getRevision(),
                                    label.getRole(),
                                    Percent.of(label.getConfidence()),
                                    decider(label),
                                    time(label.getLabelledAt()),
                                    kept.offset()),
                    INDENT,
                    INDENT + INDENT);
        }
        int missing = newest - revisions.size();
        if (missing > 0) {
            print(
                    Counted.of(missing, "revision") + (missing == 1 ? " is" : " are")
                            + " no longer kept: the topic is compacted to the latest label of each resume.",
                    INDENT,
                    INDENT);
        }
    }

    private void entry(String name, String value) {
        String shown = Printable.line(name);
        String first = shown.length() < NAME_COLUMNS ? shown + " ".repeat(NAME_COLUMNS - shown.length()) : shown + " ";
        print(value, first, " ".repeat(NAME_COLUMNS));
    }

    private void print(String text, String first, String others) {
        WrappedText.lines(Printable.line(text), first, others, COLUMNS).forEach(out::println);
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS)
                .toString()
                .replace('T', ' ')
                .replace("Z", " UTC");
    }
}
