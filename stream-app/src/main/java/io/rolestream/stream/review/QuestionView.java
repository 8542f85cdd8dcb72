package io.rolestream.stream.review;

import io.rolestream.common.text.Printable;
import io.rolestream.common.text.TerminalPrinter;
import io.rolestream.events.Evidence;
import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows questions in a terminal. Texts are untrusted: control characters are shown as spaces. */
final class QuestionView {
    private static final int WIDTH = 96;
    private static final int MAX_TEXT_CHARS = 4_000;
    private static final int TOP_SCORES = 3;
    private static final int MAX_LISTED_ROLES = 40;
    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintWriter out;
    private final List<String> roles;
    private final boolean styled;

    QuestionView(PrintWriter out, List<String> roles, boolean styled) {
        this.out = out;
        this.roles = roles;
        this.styled = styled;
    }

    void show(Question question, int number, int of) {
        out.printf(Locale.ROOT, "%n%d of %d: resume %s%n%n", number, of, Printable.spaced(question.resumeId()));
        if (question.text() == null) {
            out.println("  (no text: disagreement.excerpt.chars is 0)");
        } else {
            TerminalPrinter.styled(out)
                    .println(wrapped(marked(question.text(), question.label().rules())));
        }
        out.println();
        vote("rules", question.label().rules(), DoubleUnaryOperator.identity());
        vote("model", question.label().model(), Math::exp);
        out.printf("  decided  %s, by %s%n%n", question.label().role(), who(question));
        if (roles.size() <= MAX_LISTED_ROLES) {
            showRoles();
        }
        out.flush();
    }

    private static String who(Question question) {
        return switch (question.label().decidedBy()) {
            case RULE -> "the rules";
            case MODEL -> "the model";
            case HUMAN -> "a person";
            case UNKNOWN -> "an unknown decider";
        };
    }

    private void vote(String labeller, @Nullable Vote vote, DoubleUnaryOperator score) {
        out.printf("  %-7s  ", labeller);
        if (vote == null) {
            out.println("no vote");
            return;
        }
        String role = vote.getRole();
        out.printf(
                Locale.ROOT,
                "%s%s%n",
                role == null
                        ? "abstained" + (vote.getReason() == null ? "" : ": " + vote.getReason())
                        : String.format(Locale.ROOT, "%s, confidence %.0f %%", role, 100 * vote.getConfidence()),
                vote.getScores().stream()
                        .limit(TOP_SCORES)
                        .map(each -> number(each, score))
                        .collect(Collectors.joining(", ", " (", ")"))
                        .replace(" ()", ""));
        if (!vote.getEvidence().isEmpty()) {
            String keywords =
                    vote.getEvidence().stream().map(Evidence::getKeyword).collect(Collectors.joining(", "));
            out.println(
                    wrapped(Printable.spaced("matched " + keywords)).indent(9).stripTrailing());
        }
    }

    private static String number(RoleScore each, DoubleUnaryOperator score) {
        return String.format(Locale.ROOT, "%s %.2f", each.getRole(), score.applyAsDouble(each.getScore()));
    }

    void showRoles() {
        int width = roles.stream().mapToInt(String::length).max().orElse(0) + 6;
        int columns = Math.max(1, WIDTH / width);
        int lines = (roles.size() + columns - 1) / columns;
        for (int line = 0; line < lines; line++) {
            StringBuilder row = new StringBuilder();
            for (int i = line; i < roles.size(); i += lines) {
                row.append(String.format(Locale.ROOT, "%4d %-" + (width - 5) + "s", i + 1, roles.get(i)));
            }
            out.println(row.toString().stripTrailing());
        }
        out.flush();
    }

    /** The text, shortened, with the first occurrences of the rules' keywords in bold. */
    private String marked(String text, @Nullable Vote ruleVote) {
        boolean cut = text.length() > MAX_TEXT_CHARS;
        String shown = Printable.spaced(cut ? text.substring(0, MAX_TEXT_CHARS) : text);
        StringBuilder marked = new StringBuilder();
        int done = 0;
        if (styled && ruleVote != null) {
            for (Evidence evidence : ruleVote.getEvidence()) {
                if (evidence.getStart() >= done && evidence.getEnd() <= shown.length()) {
                    marked.append(shown, done, evidence.getStart())
                            .append(BOLD)
                            .append(shown, evidence.getStart(), evidence.getEnd())
                            .append(PLAIN);
                    done = evidence.getEnd();
                }
            }
        }
        marked.append(shown, done, shown.length());
        if (cut) {
            marked.append(String.format(Locale.ROOT, " ... (%,d more characters)", text.length() - MAX_TEXT_CHARS));
        }
        return marked.toString();
    }

    private static String wrapped(String text) {
        StringBuilder wrapped = new StringBuilder();
        for (String paragraph : text.split("\n", -1)) {
            int length = 0;
            wrapped.append("  ");
            for (String word : paragraph.split(" ")) {
                int width = word.replace(BOLD, "").replace(PLAIN, "").length();
                if (length > 0 && length + 1 + width > WIDTH) {
                    wrapped.append("\n  ");
                    length = 0;
                } else if (length > 0) {
                    wrapped.append(' ');
                    length++;
                }
                wrapped.append(word);
                length += width;
            }
            wrapped.append('\n');
        }
        return wrapped.toString().stripTrailing();
    }
}
